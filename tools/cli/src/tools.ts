import type {
  FileEdit,
  FixPlan,
  LoadOptions,
  NeededDependency,
  PlanOptions,
  Project,
  ScanOptions,
} from '@watertight/codemods';
import type * as settings from '@watertight/codemods/without-compiler';
import type { Evidence, Finding, HealResult, Leak, ScanResult } from '@watertight/evidence';
import type { HealOptions } from '@watertight/heal';
import type { HeapSnapshot } from '@watertight/heap-snapshot';
import type { CommandLoadOptions, OutsideLoad, Route, Scenario, ScenarioModule } from '@watertight/load';
import type {
  AttachOptions,
  DiscoveredRoutes,
  DiscoverOptions,
  Followed,
  FollowedCommand,
  FollowedProcess,
  TrialOptions,
} from '@watertight/trial';
import type { ReadOptions } from './heap/read-snapshot.ts';

/** What the commands are made of; specs put scripted ones in their place. */
export interface Tools {
  parseRoute(text: string, headers: Readonly<Record<string, string>>): Promise<Route>;
  parseScenario(text: string): Promise<Scenario>;
  /** Reads a scenario that is a module. */
  importScenario(path: string): Promise<ScenarioModule>;
  commandLoad(command: string, options: CommandLoadOptions): Promise<OutsideLoad>;
  watchTraffic(roundMs: number): Promise<OutsideLoad>;
  runTrial(options: TrialOptions): Promise<Evidence>;
  runAttachedTrial(options: AttachOptions): Promise<Evidence>;
  /** Looks at a process while it works: no load, no verdict. */
  follow(options: FollowedCommand | FollowedProcess, use: (followed: Followed) => Promise<void>): Promise<void>;
  /** Asks a target which routes it has and tries them; starts and stops it. */
  discoverRoutes(options: DiscoverOptions): Promise<DiscoveredRoutes>;
  scan(options: ScanOptions): Promise<ScanResult>;
  loadProject(path: string, options: LoadOptions): Promise<Project>;
  /** Configuration, suppressions, changed files, the cache. */
  settings(): Promise<Settings>;
  planFixes(options: PlanOptions): Promise<FixPlan>;
  unifiedDiff(edits: readonly FileEdit[]): Promise<string>;
  writeEdits(root: string, edits: readonly FileEdit[]): Promise<void>;
  refuseDirtyTree(folder: string): Promise<void>;
  /** The commands that add packages which no `package.json` lists yet. */
  commandsToInstall(dependencies: readonly NeededDependency[], root: string): Promise<string[]>;
  /** Findings that may be the cause of a leak, the likeliest first. */
  matchFindings(leak: Leak, findings: readonly Finding[]): Promise<Finding[]>;
  heal(options: HealOptions): Promise<HealResult>;
  readSnapshot(path: string, options: ReadOptions): Promise<HeapSnapshot>;
  startLab(options: LabOptions): Promise<RunningLab>;
}

/** How the lab is started, which is an app that this command finds beside itself. */
export interface LabOptions {
  readonly command: string;
  readonly port: number;
  readonly host: string;
  readonly participants: number;
}

export interface RunningLab {
  readonly link: string;
  readonly joinLink: string | null;
  close(): Promise<void>;
}

export type Settings = typeof settings;

/** The real ones, loaded when first used: `check` need not wait for a compiler, nor `scan` for a load driver. */
export const realTools: Tools = {
  parseRoute: async (text, headers) => (await import('@watertight/load')).parseRoute(text, headers),
  parseScenario: async (text) => (await import('@watertight/load')).parseScenario(text),
  importScenario: async (path) => {
    await (await import('./typescript-modules.ts')).allowTypeScript(path);
    return (await import('@watertight/load')).importScenario(path);
  },
  commandLoad: async (command, options) => (await import('@watertight/load')).commandLoad(command, options),
  watchTraffic: async (roundMs) => (await import('@watertight/trial')).watchTraffic(roundMs),
  runAttachedTrial: async (options) => (await import('@watertight/trial')).runAttachedTrial(options),
  runTrial: async (options) => (await import('@watertight/trial')).runTrial(options),
  follow: async (options, use) => (await import('@watertight/trial')).withFollowed(options, use),
  discoverRoutes: async (options) => (await import('@watertight/trial')).discoverRoutes(options),
  scan: async (options) => (await import('@watertight/codemods')).scan(options),
  loadProject: async (path, options) => (await import('@watertight/codemods')).loadProject(path, options),
  settings: () => import('@watertight/codemods/without-compiler'),
  planFixes: async (options) => (await import('@watertight/codemods')).planFixes(options),
  unifiedDiff: async (edits) => (await import('@watertight/codemods')).unifiedDiff(edits),
  writeEdits: async (root, edits) => (await import('@watertight/codemods')).writeEdits(root, edits),
  refuseDirtyTree: async (folder) => (await import('@watertight/heal')).refuseDirtyTree(folder),
  commandsToInstall: async (needed, root) => (await import('@watertight/heal')).commandsToInstall(needed, root),
  matchFindings: async (leak, findings) => (await import('@watertight/heal')).matchFindings(leak, findings),
  heal: async (options) => (await import('@watertight/heal')).heal(options),
  readSnapshot: async (path, options) => (await import('./heap/read-snapshot.ts')).readSnapshotFile(path, options),
  startLab: async (options) => (await import('./find-lab.ts')).startLab(options),
};
