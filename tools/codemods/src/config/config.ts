import { parseBytes } from '@watertight/diagnosis';
import { z } from 'zod';

const names = z.array(z.string().min(1));
const oneOrMore = z.union([z.string().min(1), names.min(1)]);

export const resourceSchema = z.strictObject({
  /** What messages call it: `a lease`. */
  name: z.string().min(1),
  /** The modules that export what acquires it; without them, methods of any object do. */
  from: oneOrMore.optional(),
  acquire: oneOrMore,
  /** What such a method is called on, by the name of a variable, field or class. */
  on: oneOrMore.optional(),
  /** Its own methods that give it back. */
  release: oneOrMore,
});

const amount = z.string().refine((text) => parseBytes(text) !== null, {
  error: ({ input }) => `expected an amount of memory, such as '64 B' or '80 MB', got '${String(input)}'`,
});

export const allowanceSchema = z.strictObject({
  /** Growth per request. */
  perRequest: amount.optional(),
  /** Size after a collection. */
  afterCollection: amount.optional(),
});

export const signalBudgetsSchema = z.strictObject({
  heap: z.union([amount, allowanceSchema]).optional(),
  external: z.union([amount, allowanceSchema]).optional(),
});

export const serverSchema = z.strictObject({
  /** What starts it, in words; a text is split at blanks. */
  command: z.union([z.string().min(1), names.min(1)]),
  /** Requests to send, as for `--route`. */
  routes: names.min(1).optional(),
  /** For `heal`. */
  build: z.string().min(1).optional(),
  test: z.string().min(1).optional(),
});

export const configSchema = z.strictObject({
  include: names.optional(),
  exclude: names.optional(),
  rules: z.record(z.string(), z.enum(['off', 'low', 'medium', 'high'])).optional(),
  resources: z.array(resourceSchema).optional(),
  handlers: names.optional(),
  suppressions: z.string().min(1).optional(),
  cache: z.boolean().optional(),
  budgets: z.record(z.string(), signalBudgetsSchema).optional(),
  server: serverSchema.optional(),
});

/** A kind of thing that this project takes and has to give back. */
export type ResourceConfig = z.infer<typeof resourceSchema>;

/** What the memory of one route may do: `heap` is that of JavaScript, `external` that of buffers; an amount alone is per request. */
export type SignalBudgets = z.infer<typeof signalBudgetsSchema>;

/**
 * What `watertight.config.ts` says.
 *
 * - `include`, `exclude`: patterns as in `.gitignore`, relative to the file: scan only these; leave these out
 * - `rules`: `off`, or the confidence to report a rule with
 * - `resources`: what is acquired and has to be released, beyond what is known already
 * - `handlers`: functions that run what they are given once per request or message: `route`, `bus.respond`
 * - `suppressions`: the file with accepted findings, `watertight-suppressions.json` unless named
 * - `cache`: keep results between scans, as `--cache` does
 * - `server`: what `check` and `heal` start where no command is typed, and which routes they load
 * - `budgets`: for `check`, by route as it is written there, or `*` for all routes that have none of their own
 */
export type WatertightConfig = z.infer<typeof configSchema>;

/**
 * Lets an editor complete and check a configuration.
 *
 * @example
 * export default defineConfig({
 *   exclude: ['scripts/'],
 *   rules: { 'anchored-cycle': 'off' },
 *   resources: [{ name: 'lease', from: 'our-leases', acquire: 'take', release: ['giveBack'] }],
 *   budgets: { '*': { heap: '64 B' }, 'GET /reports/{n}': { heap: { perRequest: '1 KiB', afterCollection: '80 MB' } } },
 * });
 */
export function defineConfig(config: WatertightConfig): WatertightConfig {
  return config;
}

export const configNames = [
  'watertight.config.ts',
  'watertight.config.mts',
  'watertight.config.mjs',
  'watertight.config.js',
  'watertight.config.cjs',
  'watertight.config.json',
];
