export { advise } from './advise.ts';
export { explain, type ExplainOptions, type Symptoms } from './explain.ts';
