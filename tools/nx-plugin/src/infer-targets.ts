import type { TargetConfiguration } from '@nx/devkit';
import type { ProjectFacts } from './project-facts.ts';

/** What `nx.json` may say of the plugin. */
export interface PluginOptions {
  /** `leak-check` unless named: loads the server and judges it. */
  readonly checkTargetName?: string;
  /** `leak-scan` unless named: looks through the source. */
  readonly scanTargetName?: string;
  /** `leak-proof` unless named: rewrites a copy and proves it. */
  readonly proofTargetName?: string;
  /** What starts Watertight: `npx --no-install watertight` unless named. */
  readonly watertight?: string;
}

interface InferOptions extends PluginOptions {
  /** Whether the workspace says which files are not of tests. */
  readonly hasProductionInput: boolean;
}

type Targets = Record<string, TargetConfiguration>;

/** The targets of one project: a scan of every server, a check and a proof of each that is known how to be started. */
export function inferTargets(facts: ProjectFacts, options: InferOptions): Targets {
  const { scanTargetName = 'leak-scan', checkTargetName = 'leak-check', proofTargetName = 'leak-proof' } = options;
  const started = startOf(facts);
  return {
    [scanTargetName]: scanTarget(facts, options),
    ...(started !== null && {
      [checkTargetName]: loadTarget('check', started, facts, options),
      [proofTargetName]: loadTarget('heal', started, facts, options),
    }),
  };
}

/** What stands behind a command that loads: nothing where the configuration says it. */
function startOf({ hasServer, hasStartScript }: ProjectFacts): string | null {
  if (hasServer) return '';
  return hasStartScript ? ' -- npm start' : null;
}

const reports = '{projectRoot}/watertight-report';

function scanTarget(facts: ProjectFacts, options: InferOptions): TargetConfiguration {
  const file = 'watertight-report/scan.json';
  return {
    command: `${watertightOf(options)} scan --reporter human --reporter json=${file}`,
    options: { cwd: facts.root },
    cache: true,
    inputs: inputsOf(facts, options),
    outputs: [`${reports}/scan.json`],
    metadata: {
      technologies: ['watertight'],
      description: 'Finds leaks in source by the lifetimes of what holds them',
    },
  };
}

const loads = {
  check: {
    flags: '--reporter human --reporter json=watertight-report/check.json',
    outputs: [`${reports}/check.json`],
    description: 'Loads the server, judges its memory and pins each leak to its line',
  },
  heal: {
    flags: '--unsafe --report-dir watertight-report/proof',
    outputs: [`${reports}/proof`],
    description: 'Rewrites a copy where the server leaks, and proves it by the same load',
  },
} as const;

function loadTarget(
  command: keyof typeof loads,
  started: string,
  facts: ProjectFacts,
  options: InferOptions,
): TargetConfiguration {
  const { flags, outputs, description } = loads[command];
  return {
    command: `${watertightOf(options)} ${command} ${flags}${started}`,
    options: { cwd: facts.root },
    cache: true,
    // What is loaded has to be built, by itself and by what it depends on.
    dependsOn: ['build', '^build'],
    // Beside other work a trial takes longer and is less sure.
    parallelism: false,
    inputs: [...inputsOf(facts, options), { runtime: 'node --version' }],
    outputs: [...outputs],
    metadata: { technologies: ['watertight'], description },
  };
}

// Never what a registry has by that name.
function watertightOf({ watertight = 'npx --no-install watertight' }: InferOptions): string {
  return watertight;
}

/** All that can change the outcome: sources, those of dependencies, the configuration, and the version of Watertight. */
function inputsOf({ configFile }: ProjectFacts, options: InferOptions): TargetConfiguration['inputs'] & {} {
  const sources = options.hasProductionInput ? ['production', '^production'] : ['default', '^default'];
  return [
    ...sources,
    // A set of inputs for production may leave it out.
    ...(configFile === null ? [] : [`{projectRoot}/${configFile}`]),
    '{projectRoot}/watertight-suppressions.json',
    '{workspaceRoot}/watertight.config.*',
    '!{projectRoot}/watertight-report/**/*',
    { runtime: `${watertightOf(options)} --version` },
  ];
}
