import { connect } from 'node:net';
import { isMainThread } from 'node:worker_threads';
import { introduce, reply } from './answering.ts';
import { readJsonLines } from './lines.ts';
import type { Message, Question } from './protocol.ts';

export interface Channel {
  send(message: Message): void;
}

/** Connects to the trial's Unix socket and answers its questions; when the trial is gone, so is this process, or it goes on by `onGone`. */
export function connectToTrial(path: string, onGone?: () => void): Channel {
  const socket = connect(path);
  socket.unref();
  socket.setEncoding('utf8');
  const send = (message: Message) => void socket.write(`${JSON.stringify(message)}\n`);
  socket.on(
    'data',
    readJsonLines((question) => void reply(question as Question, send)),
  );
  socket.on('error', () => undefined);
  // A trial that was killed can stop nothing any more: nobody but the agent is left to end the target.
  if (onGone) socket.on('close', onGone);
  else if (isMainThread) socket.on('close', () => process.kill(process.pid, 'SIGTERM'));
  introduce(send);
  return { send };
}
