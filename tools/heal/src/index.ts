export { heal } from './heal.ts';
export { refuseDirtyTree } from './git-tree.ts';
export type { HealOptions, HealProgress, HealTools } from './options.ts';
