import type { HeapSnapshot } from '@watertight/heap-snapshot';
import type { HeapReport } from '@watertight/reporters';
import { askAbout } from '../heap/ask.ts';
import type { Tools } from '../tools.ts';
import type { World } from '../world.ts';
import type { Outcome } from './outcome.ts';

/** Files, and what is asked about the heaps in them. */
export interface HeapQuestion {
  readonly files: readonly string[];
  readonly quiet?: boolean;
  readonly answer: (snapshots: readonly HeapSnapshot[]) => HeapReport;
}

/** Answers a question about snapshots: 1 where something grows from each to the next, else 0. */
export async function heap(question: HeapQuestion, tools: Tools, world: World): Promise<Outcome> {
  const report = await askAbout(question, tools, world);
  const isGrowing = report.kind === 'heap-growth' && report.result.verdict === 'growing';
  return { report, exitStatus: isGrowing ? 1 : 0 };
}
