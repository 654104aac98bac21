import { findCause, type CauseId } from '@watertight/catalog';
import { CodedError } from '@watertight/evidence';
import type { Exercise } from '../class/exercise.ts';
import type { Instance } from '../class/instance.ts';

type Body = Readonly<Record<string, unknown>>;
type Action = (instance: Instance, body: Body) => unknown;

/** Everything that a page can make happen. None takes a path, a command or code. */
export const actions: Readonly<Record<string, Action>> = {
  open: (instance, body) => instance.openExercise(causeIn(body)),
  reset: (instance) => instance.openExercise(exerciseIn(instance).causeId, { fromStart: true }),
  wake: (instance) => exerciseIn(instance).wake(),
  load: (instance, body) => exerciseIn(instance).setLoad(loadIn(body)),
  burst: (instance) => exerciseIn(instance).burst(),
  collect: (instance) => exerciseIn(instance).collect(),
  snapshot: (instance) => exerciseIn(instance).snapshot(),
  hint: (instance) => exerciseIn(instance).takeHint(),
  'give-up': (instance) => exerciseIn(instance).giveUp(),
  line: (instance, body) => ({ correct: exerciseIn(instance).guessLine(numberIn(body, 'line')) }),
  fix: async (instance, body) => ({ correct: await exerciseIn(instance).chooseFix(textIn(body, 'fix')) }),
  // These take a minute: the page sees how they go.
  look: (instance) => void exerciseIn(instance).look(),
  apply: (instance) => void exerciseIn(instance).apply(),
  prove: (instance) => void exerciseIn(instance).prove(),
  'stop-job': (instance) => exerciseIn(instance).stopJob(),
};

function exerciseIn({ exercise }: Instance): Exercise {
  if (exercise) return exercise;
  throw new CodedError('USAGE', 'expected an open exercise, found none; choose a cause first');
}

function causeIn(body: Body): CauseId {
  const id = textIn(body, 'causeId');
  const cause = findCause(id);
  if (cause) return cause.id;
  throw new CodedError('USAGE', `there is no cause ${id.slice(0, 60)}`);
}

function loadIn({ running, requestsPerSecond, connections }: Body) {
  return {
    ...(typeof running === 'boolean' && { running }),
    ...(isNumber(requestsPerSecond) && { requestsPerSecond }),
    ...(isNumber(connections) && { connections }),
  };
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

function numberIn(body: Body, name: string): number {
  const value = body[name];
  if (isNumber(value)) return value;
  throw new CodedError('USAGE', `expected a number as "${name}"`);
}

function textIn(body: Body, name: string): string {
  const value = body[name];
  if (typeof value === 'string') return value;
  throw new CodedError('USAGE', `expected text as "${name}"`);
}
