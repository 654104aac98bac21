import type { Router } from 'express';
import type { CauseId } from './causes.ts';
import type { SampleHalf } from './sample-file.ts';

/**
 * One half of a cause's pair, ready to mount. It is loaded when it is asked for, so that the timers and tables of the other
 * causes do not disturb a trial of this one. What a leaky half keeps lives as long as the process, also when its route is gone.
 *
 * @example
 * app.use(await loadSample('unbounded-cache', 'leaky'));
 */
export async function loadSample(id: CauseId, half: SampleHalf): Promise<Router> {
  const sample = (await import(`./causes/${id}/${half}.ts`)) as { readonly router: Router };
  return sample.router;
}
