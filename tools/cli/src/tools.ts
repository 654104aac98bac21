import type { Evidence, ScanResult } from '@watertight/evidence';
import type { ScanOptions } from '@watertight/codemods';
import type { Route, Scenario } from '@watertight/load';
import type { TrialOptions } from '@watertight/trial';

/** What the commands are made of; specs put scripted ones in their place. */
export interface Tools {
  parseRoute(text: string, headers: Readonly<Record<string, string>>): Promise<Route>;
  parseScenario(text: string): Promise<Scenario>;
  runTrial(options: TrialOptions): Promise<Evidence>;
  scan(options: ScanOptions): Promise<ScanResult>;
}

/** The real ones, loaded when first used: `check` need not wait for a compiler, nor `scan` for a load driver. */
export const realTools: Tools = {
  parseRoute: async (text, headers) => (await import('@watertight/load')).parseRoute(text, headers),
  parseScenario: async (text) => (await import('@watertight/load')).parseScenario(text),
  runTrial: async (options) => (await import('@watertight/trial')).runTrial(options),
  scan: async (options) => (await import('@watertight/codemods')).scan(options),
};
