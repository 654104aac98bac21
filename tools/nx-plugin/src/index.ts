export { createNodesV2, name } from './plugin.ts';
export type { PluginOptions } from './infer-targets.ts';
