import { Session } from 'node:inspector';

/** The inspector of this thread. Within a process its answers come before `post` returns. */
export class HeapProfilerSession {
  readonly #session = new Session();

  constructor() {
    this.#session.connect();
    this.post('HeapProfiler.enable');
  }

  post<Result>(method: string, params: object = {}): Result {
    let answer: { readonly error: Error | null; readonly result: unknown } | undefined;
    this.#session.post(method, params, (error: Error | null, result?: unknown) => (answer = { error, result }));
    if (!answer) throw new Error(`the inspector has not answered ${method} at once`);
    // It hands back a plain object where an Error is promised.
    if (answer.error) throw new Error(`${method}: ${answer.error.message}`, { cause: answer.error });
    return answer.result as Result;
  }

  close(): void {
    this.#session.disconnect();
  }
}
