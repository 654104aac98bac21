import { retainerGraphSvg } from '@watertight/heap-snapshot';
import type { RetainersReport } from './report.ts';
import { retainerGraphOf } from './text/retainer-graph.ts';

/** The retainers of an object as a picture that needs no other program. */
export function svg({ result }: RetainersReport): string {
  return retainerGraphSvg(retainerGraphOf(result));
}
