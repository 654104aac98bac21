/** One block of load. */
export interface LoadOrder {
  /** Where the server is: `http://127.0.0.1:3000`, or `unix:/run/app.sock`. */
  readonly url: string;
  /** How many requests, or other units of work, to send. */
  readonly count: number;
  /** Aborts when the trial ends early. */
  readonly signal: AbortSignal;
}

/**
 * What sends requests in place of the driver that is built in. What it sent is not believed: the agent counts what was
 * served.
 */
export interface OutsideLoad {
  /** What people call it: `k6 run shop.js`, `scenario.mjs`. */
  readonly name: string;
  /** Whether whoever sends them takes no orders: then a block is a stretch of time. */
  readonly isTraffic?: boolean;
  drive(order: LoadOrder): Promise<unknown>;
}
