import { knownLeak, type KnownLeakId } from '@watertight/catalog';
import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { initializerOf } from '../../analysis/program-index.ts';
import { calleeName, isAccess, receiverOf, unwrap, type CallLike } from '../../analysis/syntax.ts';
import type { Advisory } from './advisory.ts';
import { hoistedStorage, isEnteredForGood } from './async-context.ts';
import { ownWriter } from './mustache-rewrite.ts';

/** What the catalog knows of a leak that a version mends. */
function published(id: KnownLeakId): Pick<Advisory, 'package' | 'firstGood' | 'firstLeaky' | 'why' | 'remedy'> {
  const { package: name, from, before, why, remedy } = knownLeak(id);
  return { package: name, firstGood: before, ...(from !== undefined && { firstLeaky: from }), why, remedy };
}

/** Published leaks whose call shape is certain; each was measured, or is stated by its maintainers. */
export const advisories: readonly Advisory[] = [
  {
    // janl/mustache.js #693, #730, #748: 4.0.0 lets the cache be switched off, by default it still grows.
    package: 'mustache',
    firstGood: null,
    calls: ['render', 'parse'],
    on: 'import',
    when: 'request',
    needs: (call, analysis) => varies(call, 0, analysis) && !assignsMember('templateCache', analysis),
    why: 'keeps every template text it has rendered in its default writer',
    remedy: 'keep request data out of the template or render with a writer of its own',
    rewrite: ownWriter,
  },
  {
    // Measured on Node 20 and 22: 85 to 180 bytes per storage; none on 24.
    package: 'async_hooks',
    firstGood: null,
    calls: ['AsyncLocalStorage'],
    on: 'import',
    when: 'request',
    needs: isEnteredForGood,
    why: 'keeps every AsyncLocalStorage that was entered, before Node 24',
    remedy: 'make one for the whole program and run each request in it',
    rewrite: hoistedStorage,
  },
  {
    ...published('mem-max-age'),
    calls: ['default'],
    on: 'import',
    when: 'always',
    needs: (call) => hasOption(call, 1, 'maxAge') && !hasOption(call, 1, 'cache'),
  },
  {
    ...published('nest-throttler-timeouts'),
    calls: ['ThrottlerModule.forRoot', 'ThrottlerModule.forRootAsync'],
    on: 'import',
    when: 'always',
  },
  {
    ...published('node-schedule-finished-jobs'),
    calls: ['scheduleJob'],
    on: 'import',
    when: 'request',
  },
  {
    ...published('express-sse-clients'),
    calls: ['init'],
    on: 'instance',
    when: 'always',
  },
  {
    ...published('require-from-string-children'),
    calls: ['default'],
    on: 'import',
    when: 'request',
  },
  {
    ...published('opossum-breaker-timers'),
    calls: ['default', 'CircuitBreaker'],
    on: 'import',
    when: 'request',
  },
  {
    ...published('axios-cancel-token'),
    calls: ['default', 'get', 'post', 'put', 'patch', 'delete', 'head', 'request'],
    on: 'import',
    when: 'request',
    needs: sharesCancelToken,
  },
  {
    // Automattic/mongoose #2337, #11674: from 6.0.0 `destroy()` takes a connection out again.
    package: 'mongoose',
    firstGood: '6.0.0',
    calls: ['createConnection'],
    on: 'import',
    when: 'request',
    why: 'keeps closed connections in its connections array',
    remedy: 'open one connection per database at start',
  },
  {
    package: 'rxjs',
    firstGood: null,
    calls: ['next'],
    on: 'instance',
    when: 'request',
    needs: isOfUnboundedReplay,
    why: 'keeps every value for later subscribers in a ReplaySubject without a size',
    remedy: 'give the ReplaySubject a buffer size',
  },
  {
    package: 'cls-hooked',
    firstGood: null,
    calls: ['createNamespace'],
    on: 'import',
    when: 'request',
    needs: (call, analysis) => varies(call, 0, analysis),
    why: 'registers every namespace with the process',
    remedy: 'create one namespace at start and run each request in it',
  },
];

/** The argument differs from call to call, as text does that request data is built into. */
function varies(call: CallLike, position: number, analysis: Analysis): boolean {
  const argument = call.arguments?.[position];
  return argument !== undefined && analysis.origins.varies(argument);
}

/** `new ReplaySubject()`: how many values it replays is its first argument. */
function isOfUnboundedReplay(call: CallLike, analysis: Analysis): boolean {
  const receiver = receiverOf(call);
  const declaration = receiver && analysis.index.declarationOf(unwrap(receiver));
  const value = declaration && initializerOf(declaration);
  const made = value && unwrap(value);
  return (
    made !== undefined && ts.isNewExpression(made) && calleeName(made) === 'ReplaySubject' && !made.arguments?.length
  );
}

function hasOption(call: CallLike, position: number, name: string): boolean {
  const options = call.arguments?.[position] && unwrap(call.arguments[position]);
  if (!options || !ts.isObjectLiteralExpression(options)) return false;
  return options.properties.some((property) => property.name?.getText().replace(/['"]/g, '') === name);
}

function sharesCancelToken(call: CallLike, analysis: Analysis): boolean {
  return (call.arguments ?? []).some((argument) => {
    const options = unwrap(argument);
    if (!ts.isObjectLiteralExpression(options)) return false;
    return options.properties.some((property) => {
      if (!ts.isPropertyAssignment(property) || property.name.getText() !== 'cancelToken') return false;
      return analysis.lifetimes.ofValue(property.initializer, call) === 'process';
    });
  });
}

/** The program switches a feature of a package off: `Mustache.templateCache = undefined`. */
function assignsMember(name: string, analysis: Analysis): boolean {
  return analysis.index.named(name).some((identifier) => {
    const access = identifier.parent;
    return isAccess(access) && ts.isBinaryExpression(access.parent) && access.parent.left === access;
  });
}
