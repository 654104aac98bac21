import { setTimeout as delay } from 'node:timers/promises';

/** A TCP port, or a Unix socket, that a process of the target has opened. */
export interface ListeningPort {
  readonly host: string;
  readonly port: number;
  /** What was asked for: 0 where any port would do. */
  readonly requestedPort: number;
  readonly secure: boolean;
  /** Where it is a Unix socket, which has no port. */
  readonly socketPath?: string;
}

const settleMs = 150;
const wantedGraceMs = 3_000;

/** Chooses among the ports that a target opens: some bring a metrics port or a stubbed upstream along. */
export class ListeningPorts<Listening extends ListeningPort> {
  readonly #opened: Listening[] = [];
  #wake: () => void = () => undefined;

  add(listening: Listening): void {
    this.#opened.push(listening);
    this.#wake();
  }

  /** The wanted port; without it the first that was asked for by number, else the last that was opened; else a Unix socket. */
  async chosen(wanted: number | null): Promise<Listening> {
    await this.#opening(() => this.#opened.length > 0);
    const isWanted = ({ port }: Listening) => port === wanted;
    if (wanted !== null) await this.#opening(() => this.#opened.some(isWanted), wantedGraceMs);
    else await delay(settleMs);
    return (
      this.#opened.find(isWanted) ??
      this.#opened.find(({ requestedPort }) => requestedPort > 0) ??
      this.#opened.findLast(({ socketPath }) => socketPath === undefined) ??
      this.#opened.at(-1)!
    );
  }

  async #opening(done: () => boolean, withinMs = Infinity): Promise<void> {
    const deadline = performance.now() + withinMs;
    while (!done() && performance.now() < deadline) {
      const woken = new Promise<void>((resolve) => (this.#wake = resolve));
      const remaining = deadline - performance.now();
      await (Number.isFinite(remaining) ? Promise.race([woken, delay(remaining, undefined, { ref: false })]) : woken);
    }
  }
}
