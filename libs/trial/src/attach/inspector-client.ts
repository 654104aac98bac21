import { CodedError } from '@watertight/evidence';
import { WebSocket } from 'ws';

interface Reply {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

const connectTimeoutMs = 5_000;
const mostMessageBytes = 256 * 2 ** 20;

/** A conversation with the inspector of another process, after the Chrome DevTools protocol. */
export class InspectorClient {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Map<string, (params: never) => void>();
  #nextId = 1;
  /** Resolves when the other side is gone, or after `close`. */
  readonly closed: Promise<void>;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('message', (data: Buffer) => this.#receive(JSON.parse(data.toString('utf8')) as Reply));
    socket.on('error', () => undefined);
    void this.closed.then(() => this.#failAll());
  }

  /** @throws {CodedError} `ATTACH_REFUSED` where nobody answers */
  static async connect(url: string): Promise<InspectorClient> {
    const socket = new WebSocket(url, {
      perMessageDeflate: false,
      maxPayload: mostMessageBytes,
      handshakeTimeout: connectTimeoutMs,
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', (cause) =>
        reject(new CodedError('ATTACH_REFUSED', `no inspector answers at ${url}: ${cause.message}`, { cause })),
      );
    });
    return new InspectorClient(socket);
  }

  on<Params>(event: string, listener: (params: Params) => void): void {
    this.#listeners.set(event, listener);
  }

  async send<Result>(method: string, params: object = {}): Promise<Result> {
    const id = this.#nextId++;
    const answered = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#socket.send(JSON.stringify({ id, method, params }), (error) => {
      if (error) this.#waiting.get(id)?.reject(gone());
    });
    return (await answered) as Result;
  }

  close(): void {
    this.#socket.close();
  }

  /** Does not wait for a polite end. */
  destroy(): void {
    this.#socket.terminate();
  }

  #receive({ id, method, params, result, error }: Reply): void {
    if (id === undefined) {
      if (method) this.#listeners.get(method)?.(params as never);
      return;
    }
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new CodedError('AGENT_LOST', `the inspector refused: ${error.message}`));
    else waiting?.resolve(result);
  }

  #failAll(): void {
    for (const waiting of this.#waiting.values()) waiting.reject(gone());
    this.#waiting.clear();
  }
}

function gone(): CodedError {
  return new CodedError('AGENT_LOST', 'the process ended, or closed its inspector, while it was looked at');
}
