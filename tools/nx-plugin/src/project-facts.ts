import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspacePackages } from './workspace-packages.ts';

/** What decides which targets a project gains. */
export interface ProjectFacts {
  /** Relative to the workspace, `.` for its root. */
  readonly root: string;
  /** The configuration of the project, if it has one. */
  readonly configFile: string | null;
  /** Whether the configuration says what starts the server. */
  readonly hasServer: boolean;
  /** Whether `npm start` starts something. */
  readonly hasStartScript: boolean;
}

const frameworks = ['express', 'fastify', 'koa', '@nestjs/core', 'hapi', '@hapi/hapi', 'restify', 'hono'];

/** Null for a folder that is no project, or that nothing tells to be a server. */
export function readProjectFacts(root: string, workspaceRoot: string): ProjectFacts | null {
  const folder = join(workspaceRoot, root);
  const manifest = readManifest(folder);
  const isProject = existsSync(join(folder, 'project.json')) || (manifest && workspacePackages(workspaceRoot)(root));
  if (!isProject) return null;
  const configFile = readdirSync(folder).find((name) => /^watertight\.config\.([cm]?js|m?ts|json)$/.test(name)) ?? null;
  const isServer = frameworks.some((name) => manifest?.dependencies?.[name] !== undefined);
  // The configuration of the whole workspace makes no project of its root.
  const isConfigured = configFile !== null && root !== '.';
  if (!isConfigured && !isServer) return null;
  return {
    root,
    configFile,
    hasServer: configFile !== null && /\bserver\b['"]?\s*:/.test(readFileSync(join(folder, configFile), 'utf8')),
    hasStartScript: manifest?.scripts?.['start'] !== undefined,
  };
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
}

function readManifest(folder: string): Manifest | null {
  const file = join(folder, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : null;
}
