import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { initializerOf } from '../../analysis/program-index.ts';
import { calleeName, isAccess, receiverOf, unwrap, type CallLike } from '../../analysis/syntax.ts';
import type { Advisory } from './advisory.ts';
import { hoistedStorage, isEnteredForGood } from './async-context.ts';
import { ownWriter } from './mustache-rewrite.ts';

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
    // GHSA-4xcv-9jjx-gfj3
    package: 'mem',
    firstGood: '4.0.0',
    calls: ['default'],
    on: 'import',
    when: 'always',
    needs: (call) => hasOption(call, 1, 'maxAge') && !hasOption(call, 1, 'cache'),
    why: 'keeps results whose maxAge has passed',
    remedy: 'update to 4.0.0 or give it a bounded cache',
  },
  {
    // nestjs/throttler #860
    package: '@nestjs/throttler',
    firstGood: '2.0.1',
    calls: ['ThrottlerModule.forRoot', 'ThrottlerModule.forRootAsync'],
    on: 'import',
    when: 'always',
    why: 'keeps a timer handle for every hit',
    remedy: 'update to 2.0.1',
  },
  {
    // node-schedule #478, #581
    package: 'node-schedule',
    firstGood: '2.0.0',
    calls: ['scheduleJob'],
    on: 'import',
    when: 'request',
    why: 'keeps finished one-off jobs in scheduledJobs',
    remedy: 'update to 2.0.0',
  },
  {
    // dpskvn/express-sse #15
    package: 'express-sse',
    firstGood: '0.5.3',
    calls: ['init'],
    on: 'instance',
    when: 'always',
    why: 'keeps a listener for every client that has gone',
    remedy: 'update to 0.5.3',
  },
  {
    package: 'require-from-string',
    firstGood: '2.0.2',
    calls: ['default'],
    on: 'import',
    when: 'request',
    why: 'adds every evaluated module to the children of its parent',
    remedy: 'update to 2.0.2',
  },
  {
    // nodeshift/opossum #378
    package: 'opossum',
    firstGood: '5.0.0',
    calls: ['default', 'CircuitBreaker'],
    on: 'import',
    when: 'request',
    why: 'keeps the timers of every breaker, also after shutdown()',
    remedy: 'create one breaker per protected function, or update to 5.0.0',
  },
  {
    // axios #3305
    package: 'axios',
    firstGood: '0.22.0',
    calls: ['default', 'get', 'post', 'put', 'patch', 'delete', 'head', 'request'],
    on: 'import',
    when: 'request',
    needs: sharesCancelToken,
    why: 'leaves a reaction on the shared cancel token for every call',
    remedy: 'update to 0.22.0 or use a token per call',
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
  if (!argument) return false;
  const origin = analysis.origins.of(argument);
  return origin === 'request' || origin === 'unique';
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
