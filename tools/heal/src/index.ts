export { heal } from './heal.ts';
export { commandsToInstall } from './dependencies.ts';
export { matchFindings } from './match.ts';
export { refuseDirtyTree } from './git-tree.ts';
export type { HealOptions, HealProgress, HealTools } from './options.ts';
