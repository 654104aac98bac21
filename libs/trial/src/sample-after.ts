import type { Sample } from '@watertight/evidence';
import type { Target } from './target.ts';
import type { Work } from './work.ts';

const settleMs = 30;

/** Sends so many requests more, lets the target rest and samples it; `sent` is how many it had before. */
export async function sampleAfter(
  target: Target,
  work: Pick<Work, 'send'>,
  { sent, more }: { readonly sent: number; readonly more: number },
): Promise<Sample> {
  await work.send(more);
  return { requests: sent + more, ...(await target.ask('sample', { settleMs })) };
}
