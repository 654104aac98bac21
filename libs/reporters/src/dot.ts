import { retainerGraphDot } from '@watertight/heap-snapshot';
import type { RetainersReport } from './report.ts';
import { retainerGraphOf } from './text/retainer-graph.ts';

/** The retainers of an object in the language of Graphviz: `dot -Tsvg`. */
export function dot({ result }: RetainersReport): string {
  return retainerGraphDot(retainerGraphOf(result));
}
