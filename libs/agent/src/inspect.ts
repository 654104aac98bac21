import { Session } from 'node:inspector';

let session: Session | undefined;

/**
 * The inspector of this very process. It costs memory while connected, so it is opened only when something is to be
 * looked at, and then stays: object ids are only stable as long as its heap profiler is enabled.
 */
export async function inspector(): Promise<Session> {
  if (session) return session;
  session = new Session();
  session.connect();
  await post('HeapProfiler.enable');
  return session;
}

/** Takes the inspector's hand off the process, if it was ever put on it. */
export function closeInspector(): void {
  session?.disconnect();
  session = undefined;
}

/** Sends one command of the inspector protocol. */
export async function post<Result>(method: string, params: object = {}): Promise<Result> {
  const open = session ?? (await inspector());
  return new Promise((resolve, reject) => {
    open.post(method, params, (error, result) => (error ? reject(asError(error)) : resolve(result as Result)));
  });
}

// The inspector hands back a plain object where an Error is promised.
function asError(error: Error): Error {
  return error instanceof Error ? error : new Error((error as { message: string }).message);
}
