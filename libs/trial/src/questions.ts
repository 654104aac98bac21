import { setTimeout as delay } from 'node:timers/promises';
import type { Message, Operation, Operations } from '@watertight/agent';
import { CodedError } from '@watertight/evidence';

const defaultAnswerTimeoutMs = 60_000;

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Questions to agents that have not been answered yet. */
export class Questions {
  readonly #pending = new Map<number, Pending>();
  readonly #orGone: <Value>(work: Promise<Value>) => Promise<Value>;
  #nextId = 1;

  constructor(orGone: <Value>(work: Promise<Value>) => Promise<Value>) {
    this.#orGone = orGone;
  }

  /** Hands the question, as text, to `post` and waits for its answer. */
  async ask<Op extends Operation>(
    post: (text: string) => void,
    op: Op,
    ask: Operations[Op]['ask'],
    timeoutMs = defaultAnswerTimeoutMs,
  ): Promise<Operations[Op]['answer']> {
    const id = this.#nextId++;
    const answered = new Promise<unknown>((resolve, reject) => this.#pending.set(id, { resolve, reject }));
    post(JSON.stringify({ id, op, ask }));
    const timer = new AbortController();
    const late = delay(timeoutMs, undefined, { signal: timer.signal }).then(
      () => Promise.reject(hung(timeoutMs)),
      () => new Promise<never>(() => undefined),
    );
    try {
      return (await this.#orGone(Promise.race([answered, late]))) as Operations[Op]['answer'];
    } finally {
      timer.abort();
      this.#pending.delete(id);
    }
  }

  /** Takes an answer; says whether the message was one. */
  settle(message: Message): boolean {
    if (message.type !== 'answer' && message.type !== 'failure') return false;
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.type === 'answer') pending?.resolve(message.value);
    else pending?.reject(new CodedError('AGENT_LOST', message.message));
    return true;
  }
}

function hung(timeoutMs: number): CodedError {
  return new CodedError(
    'TARGET_HUNG',
    `the target did not answer within ${timeoutMs / 1000} s; its event loop is blocked`,
  );
}
