export { run } from './run.ts';
export type { Tools } from './tools.ts';
export type { Output, World } from './world.ts';
export { defineConfig, type ResourceConfig, type WatertightConfig } from '@watertight/codemods';
