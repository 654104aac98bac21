import { pathToFileURL } from 'node:url';
import { CodedError } from '@watertight/evidence';
import type { LoadOrder, OutsideLoad } from './outside-load.ts';
import { toScenario, type Scenario } from './parse-scenario.ts';

/** What a scenario module exports: requests in turn, or a driver of its own where plain requests are not enough. */
export type ScenarioModule =
  { readonly kind: 'requests'; readonly scenario: Scenario } | { readonly kind: 'drive'; readonly load: OutsideLoad };

interface Exports {
  readonly scenario?: unknown;
  readonly drive?: unknown;
  /** What a CommonJS module exports. */
  readonly default?: Exports;
}

/**
 * Reads a module that exports `scenario`, of the shape that a scenario file has, or `drive({ url, count, signal })`, which
 * sends `count` requests, or other units of work, to `url`.
 *
 * @throws {CodedError} `SOURCE_INVALID` where it cannot be loaded or exports neither
 */
export async function importScenario(path: string): Promise<ScenarioModule> {
  const { scenario, drive } = pick(await load(path));
  if (typeof drive === 'function') return { kind: 'drive', load: moduleLoad(path, drive as Drive) };
  if (scenario !== undefined) return { kind: 'requests', scenario: toScenario(scenario) };
  throw new CodedError(
    'SOURCE_INVALID',
    `expected ${path} to export \`scenario\` or a function \`drive({ url, count, signal })\`, but it exports neither`,
  );
}

async function load(path: string): Promise<Exports> {
  try {
    return (await import(pathToFileURL(path).href)) as Exports;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new CodedError('SOURCE_INVALID', `the scenario ${path} cannot be loaded: ${message}`, { cause });
  }
}

function pick(found: Exports): Exports {
  const { scenario, drive, default: commonJs } = found;
  return scenario === undefined && drive === undefined && commonJs ? commonJs : found;
}

type Drive = (order: LoadOrder) => unknown;

function moduleLoad(path: string, drive: Drive): OutsideLoad {
  return {
    name: path,
    drive: async (order) => {
      try {
        await drive(order);
      } catch (cause) {
        if (order.signal.aborted) return;
        const message = cause instanceof Error ? cause.message : String(cause);
        throw new CodedError('LOAD_FAILED', `drive() of ${path} failed: ${message}`, { cause });
      }
    },
  };
}
