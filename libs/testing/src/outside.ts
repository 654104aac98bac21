import * as nodeModule from 'node:module';
import { join } from 'node:path';
import type * as Join from '@watertight/agent/join';
import type * as Observe from '@watertight/agent/observe';

/**
 * `require` outside the realm that a test runner may have made for the test: the agent works in the first one, and what it
 * replaces for a while must not be a function of a realm that ends before.
 */
export function requireOutside(from: string): NodeJS.Require {
  const { Module } = nodeModule;
  // Jest hands out a class derived from the real one.
  const parent = Object.getPrototypeOf(Module) as Partial<typeof nodeModule>;
  const createRequire = parent.createRequire ?? nodeModule.createRequire;
  return createRequire(from);
}

/** The agent's part for a process that joins a trial. */
export function agentOutside(): typeof Join {
  return agentModule('join') as typeof Join;
}

/** What the agent can tell of this process. */
export function observer(): typeof Observe {
  return agentModule('observe') as typeof Observe;
}

function agentModule(name: string): unknown {
  return requireOutside(join(__dirname, 'outside.js'))(`@watertight/agent/${name}`);
}
