/** So many calls at once, and so many more a second, for each caller. */
export class RateLimit<Caller extends object> {
  readonly #burst: number;
  readonly #perSecond: number;
  readonly #left = new WeakMap<Caller, { tokens: number; atMs: number }>();

  constructor(burst: number, perSecond: number) {
    this.#burst = burst;
    this.#perSecond = perSecond;
  }

  allows(caller: Caller, nowMs = performance.now()): boolean {
    const { tokens, atMs } = this.#left.get(caller) ?? { tokens: this.#burst, atMs: nowMs };
    const now = Math.min(this.#burst, tokens + ((nowMs - atMs) / 1000) * this.#perSecond);
    const isAllowed = now >= 1;
    this.#left.set(caller, { tokens: isAllowed ? now - 1 : now, atMs: nowMs });
    return isAllowed;
  }
}
