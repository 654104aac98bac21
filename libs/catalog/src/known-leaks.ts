import { isBefore } from './is-before.ts';

/** A published version of a package that leaks by itself, whatever else a program does about it. */
export interface KnownLeak {
  readonly id: string;
  readonly package: string;
  /** The first version that leaks; every older one where it is absent. */
  readonly from?: string;
  /** Versions below this one are known to leak. */
  readonly before: string;
  /** A version that was measured to be flat, or that its maintainers say is mended; `before` where it is absent. */
  readonly good?: string;
  /** What it keeps, and of whom, after the package's name. */
  readonly why: string;
  /** What to do, after a semicolon. */
  readonly remedy: string;
  /** Where the leak or its mending is documented. */
  readonly references: readonly string[];
}

/** Leaks of published packages that a lock file gives away. Each was measured here, leaky and mended version side by side. */
export const knownLeaks = [
  {
    id: 'mem-max-age',
    package: 'mem',
    before: '4.0.0',
    why: 'keeps results whose maxAge has passed',
    remedy: 'update to 4.0.0 or give it a bounded cache',
    references: ['https://github.com/advisories/GHSA-4xcv-9jjx-gfj3'],
  },
  {
    id: 'nest-throttler-timeouts',
    package: '@nestjs/throttler',
    before: '2.0.1',
    why: 'keeps a timer handle for every hit',
    remedy: 'update to 2.0.1',
    references: ['https://github.com/nestjs/throttler/pull/860'],
  },
  {
    id: 'node-schedule-finished-jobs',
    package: 'node-schedule',
    before: '2.0.0',
    why: 'keeps finished one-off jobs in scheduledJobs',
    remedy: 'update to 2.0.0',
    references: ['https://github.com/node-schedule/node-schedule/pull/581'],
  },
  {
    id: 'express-sse-clients',
    package: 'express-sse',
    before: '0.5.3',
    why: 'keeps a listener for every client that has gone',
    remedy: 'update to 0.5.3',
    references: ['https://github.com/dpskvn/express-sse/issues/15'],
  },
  {
    id: 'require-from-string-children',
    package: 'require-from-string',
    before: '2.0.2',
    why: 'adds every evaluated module to the children of its parent',
    remedy: 'update to 2.0.2',
    references: ['https://github.com/floatdrop/require-from-string/releases/tag/v2.0.2'],
  },
  {
    id: 'opossum-breaker-timers',
    package: 'opossum',
    before: '5.0.0',
    why: 'keeps the timers of every breaker, also after shutdown()',
    remedy: 'create one breaker per protected function, or update to 5.0.0',
    references: ['https://github.com/nodeshift/opossum/pull/378'],
  },
  {
    id: 'axios-cancel-token',
    package: 'axios',
    before: '0.22.0',
    why: 'leaves a reaction on the shared cancel token for every call',
    remedy: 'update to 0.22.0 or use a token per call',
    references: ['https://github.com/axios/axios/pull/3305'],
  },
  {
    id: 'axios-keep-alive-listeners',
    package: 'axios',
    from: '1.15.1',
    before: '1.15.2',
    why: 'adds an error listener to a kept-alive socket for every request',
    remedy: 'update to 1.15.2',
    references: ['https://github.com/axios/axios/issues/10780', 'https://github.com/axios/axios/pull/10788'],
  },
  {
    id: 'grpc-js-channelz',
    package: '@grpc/grpc-js',
    from: '1.4.0',
    before: '1.4.4',
    why: 'keeps closed connections in its channelz registry',
    remedy: 'update to 1.4.4',
    references: ['https://github.com/grpc/grpc-node/issues/1941', 'https://github.com/grpc/grpc-node/issues/1958'],
  },
  {
    id: 'opentelemetry-two-readers',
    package: '@opentelemetry/sdk-metrics',
    before: '1.17.1',
    why: 'keeps what one of several metric readers has not collected',
    remedy: 'update to 1.17.1 or register one reader',
    references: [
      'https://github.com/open-telemetry/opentelemetry-js/issues/4115',
      'https://github.com/open-telemetry/opentelemetry-js/pull/4163',
    ],
  },
  {
    // Measured: 0.71.0 and 0.80.0 leak, 1.12.0 is flat. What lies between was not looked at.
    id: 'anthropic-sdk-abort',
    package: '@anthropic-ai/sdk',
    before: '0.80.1',
    good: '1.12.0',
    why: 'leaves a listener on the caller’s abort signal for every call',
    remedy: 'update to 1.12.0 or give each call a signal of its own',
    references: ['https://github.com/anthropics/anthropic-sdk-typescript/pull/895'],
  },
] as const satisfies readonly KnownLeak[];

export type KnownLeakId = (typeof knownLeaks)[number]['id'];

/**
 * One of the known leaks by its id.
 *
 * @example
 * knownLeak('mem-max-age').before; // '4.0.0'
 */
export function knownLeak(id: KnownLeakId): KnownLeak {
  return knownLeaks.find((leak) => leak.id === id)!;
}

/**
 * The known leaks of one version of a package.
 *
 * @example
 * leaksOf('axios', '1.15.1').map(({ remedy }) => remedy); // ['update to 1.15.2']
 */
export function leaksOf(name: string, version: string): KnownLeak[] {
  const all: readonly KnownLeak[] = knownLeaks;
  return all.filter(
    ({ package: other, from, before }) =>
      other === name && isBefore(version, before) && !(from !== undefined && isBefore(version, from)),
  );
}
