import { dirname } from 'node:path';
import { createNodesFromFiles, type CreateNodesResult, type CreateNodesV2 } from '@nx/devkit';
import { inferTargets, type PluginOptions } from './infer-targets.ts';
import { readProjectFacts } from './project-facts.ts';

export const name = '@watertight/nx';

/**
 * Nx calls it with all files of its pattern: each project with a configuration, or with a server framework among its dependencies,
 * gains targets.
 */
export const createNodesV2: CreateNodesV2<PluginOptions> = [
  '**/{package.json,project.json,watertight.config.{ts,mts,mjs,js,cjs,json}}',
  (files, options, context) =>
    // A project has several of the files, and is to be looked at once.
    createNodesFromFiles(
      (file) => nodesOf(dirname(file), context.workspaceRoot, options, context.nxJsonConfiguration.namedInputs),
      firstOfEachFolder(files),
      options ?? {},
      context,
    ),
];

function nodesOf(
  root: string,
  workspaceRoot: string,
  options: PluginOptions | undefined,
  namedInputs: object = {},
): CreateNodesResult {
  const facts = readProjectFacts(root, workspaceRoot);
  if (!facts) return {};
  const targets = inferTargets(facts, { ...options, hasProductionInput: 'production' in namedInputs });
  return { projects: { [root]: { targets } } };
}

function firstOfEachFolder(files: readonly string[]): string[] {
  return [...new Map(files.map((file) => [dirname(file), file])).values()];
}
