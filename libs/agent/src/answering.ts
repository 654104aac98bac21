import cluster from 'node:cluster';
import { threadId } from 'node:worker_threads';
import { answer } from './operations.ts';
import type { Message, Question } from './protocol.ts';

type Send = (message: Message) => void;

/** Tells the trial who is here. */
export function introduce(send: Send): void {
  send({
    type: 'hello',
    pid: process.pid,
    parentPid: process.ppid,
    node: process.version,
    entry: process.argv[1] ?? null,
    threadId,
    isClusterWorker: cluster.isWorker,
  });
}

/** Answers a question of the trial. */
export async function reply(question: Question, send: Send): Promise<void> {
  try {
    send({ type: 'answer', id: question.id, value: await answer(question) });
  } catch (error) {
    send({ type: 'failure', id: question.id, message: error instanceof Error ? error.message : String(error) });
  }
}
