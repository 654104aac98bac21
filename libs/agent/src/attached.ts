// Evaluated in a process that already runs, through its inspector. It opens no port, and everything that it changes it
// takes back: when it is told to, or when nobody has spoken to it for a while.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { introduce, reply } from './answering.ts';
import { borrowEngine, forgetCollector } from './engine.ts';
import { closeInspector } from './inspect.ts';
import { stopLooking } from './live.ts';
import type { Message, Question } from './protocol.ts';
import { stopRecording, watchFileCalls } from './resources.ts';
import { collectGently } from './sample.ts';
import { stopCounting } from './served.ts';
import { removeTaps } from './taps.ts';
import { forgetWatched } from './watch.ts';

export interface AttachOptions {
  /** Whether the engine may be slowed down for the sake of a quiet curve. */
  readonly quiet: boolean;
  /** Whether the inspector was opened for this trial and is to be closed after it. */
  readonly closeInspector: boolean;
  /** How long to wait for a word of the trial before it is taken to be gone. */
  readonly lostAfterMs: number;
}

export interface AttachedAgent {
  /** Takes a question; an empty text says only that the trial is still there. */
  receive(text: string): void;
  /** Takes everything back; resolves when that is done. */
  leave(): Promise<void>;
}

/** Begins to answer the trial, which hears what is handed to `tell`. */
export function attach(tell: (text: string) => void, options: AttachOptions): AttachedAgent {
  const send = (message: Message) => tell(JSON.stringify(message));
  const restoreEngine = options.quiet ? borrowEngine() : () => undefined;
  collectGently();
  const unwatch = watchFileCalls();
  let heard = 0;
  let hasLeft = false;
  const leave = async (): Promise<void> => {
    await cleanTurn();
    if (hasLeft) return;
    hasLeft = true;
    clearInterval(heartbeat);
    removeTaps();
    forgetWatched();
    stopCounting();
    stopRecording();
    stopLooking();
    unwatch();
    closeInspector();
    forgetCollector();
    restoreEngine();
    // Later: the answer to whoever asked for it must still get through.
    if (options.closeInspector) setTimeout(closePort, 50);
  };
  // Counted in turns of the event loop, not by the clock: after a long block the trial had no chance to be heard.
  const heartbeat = setInterval(function watertightHeartbeat() {
    heard += 1;
    if (heard > beatsUntilLost) void leave();
  }, options.lostAfterMs / beatsUntilLost).unref();
  const answerInTurn = async (question: Question): Promise<void> => {
    await cleanTurn();
    if (!hasLeft) await reply(question, send);
  };
  introduce(send);
  return {
    receive: (text) => {
      heard = 0;
      if (text !== '') void answerInTurn(JSON.parse(text) as Question);
    },
    leave,
  };
}

const beatsUntilLost = 5;

/**
 * The inspector interrupts whatever runs, be it the middle of a statement of the program or of the inspector's own heap
 * profiler, which a change from inside would crash. So nothing is done before the event loop has come round.
 */
function cleanTurn(): Promise<void> {
  return nextTurn();
}

function closePort(): void {
  process.getBuiltinModule('node:inspector').close();
}
