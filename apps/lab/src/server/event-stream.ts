import type { ServerResponse } from 'node:http';
import type { Instance } from '../class/instance.ts';
import type { ServerEvent } from '../protocol.ts';

const mostStreams = 200;
const aliveMs = 15_000;
/** Who reads more slowly than this much waits is let go; the page connects again. */
const mostWaitingBytes = 4 * 2 ** 20;

/** Streams what happens in an instance to the pages that look, one JSON object a line. */
export class EventStreams {
  #open = 0;

  get open(): number {
    return this.#open;
  }

  /** Answers false where as many pages look as may. */
  begin(instance: Instance, response: ServerResponse): boolean {
    if (this.#open >= mostStreams) return false;
    this.#open += 1;
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    const send = (event: ServerEvent) => {
      if (response.writableLength > mostWaitingBytes) response.destroy();
      else response.write(`data: ${JSON.stringify(event)}\n\n`);
    };
    const leave = instance.listen(send);
    const alive = setInterval(() => send({ kind: 'alive' }), aliveMs).unref();
    response.once('close', () => {
      this.#open -= 1;
      clearInterval(alive);
      leave();
    });
    return true;
  }
}
