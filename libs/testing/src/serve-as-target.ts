import { agentOutside } from './outside.ts';
import { serve } from './serve.ts';

/** Whether this process is itself the target of a trial, as under `watertight check -- npx jest app.spec.ts`. */
export function isTarget(): boolean {
  return process.env.WATERTIGHT_CHANNEL !== undefined;
}

/** Serves the app to the trial around this process, until that ends the process. */
export async function serveAsTarget(app: unknown): Promise<never> {
  agentOutside().lookAtTimersOf(Function);
  await serve(app);
  return new Promise<never>(() => undefined);
}
