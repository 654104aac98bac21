import { request, type IncomingHttpHeaders } from 'node:http';
import { fileURLToPath } from 'node:url';
import { startLab, type Lab, type LabOptions } from '../lab.ts';
import type { InstanceState, ServerEvent } from '../protocol.ts';

/** The built command. */
const command = fileURLToPath(new URL('../../../../tools/cli/bin/watertight.js', import.meta.url));

/** A lab on a port of its own. */
export const runningLab = (options: Partial<LabOptions> = {}): Promise<Lab> =>
  startLab({ command, port: 0, ...options });

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Asks with exactly these headers, as no browser would let a page do. */
export function ask(url: string, path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const asking = request({ hostname, port, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    asking.once('error', reject);
    asking.end(body);
  });
}

export const tokenOf = (link: string | null) => /=([\w-]+)$/.exec(link ?? '')?.[1] ?? '';

/** A client with a token, as the page is one. */
export class Client {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  get(question: string): Promise<Answered> {
    return ask(this.#url, `/api/${question}`, { headers: { authorization: `Bearer ${this.#token}` } });
  }

  do(action: string, body: object = {}): Promise<Answered> {
    const headers = { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' };
    return ask(this.#url, `/api/${action}`, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /** Listens until an event is what is waited for. */
  async until(isIt: (event: ServerEvent) => boolean, timeoutMs = 40_000): Promise<ServerEvent> {
    const abort = AbortSignal.timeout(timeoutMs);
    const headers = { authorization: `Bearer ${this.#token}` };
    const response = await fetch(new URL('/api/events', this.#url), { headers, signal: abort });
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      const messages = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
      rest = messages.pop() ?? '';
      const found = messages.map((text) => JSON.parse(text.slice('data: '.length)) as ServerEvent).find(isIt);
      if (found) return found;
    }
    throw new Error('the stream ended before what was waited for');
  }

  /** The state, as soon as it is as wanted. */
  async untilState(isIt: (state: InstanceState) => boolean): Promise<InstanceState> {
    const event = await this.until((one) => one.kind === 'state' && isIt(one.state));
    return (event as Extract<ServerEvent, { kind: 'state' }>).state;
  }
}
