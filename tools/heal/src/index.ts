export { heal } from './heal.ts';
export type { HealOptions, HealProgress, HealTools } from './options.ts';
export { matchFindings } from './match.ts';
