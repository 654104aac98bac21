export { assertStaysFlat, type StaysFlatOptions } from './stays-flat.ts';
export { TestingError } from './testing-error.ts';
