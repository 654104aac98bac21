import { propertyText } from './property-text.ts';
import type { PathStep } from './retaining-path.ts';

// V8's own storage stands between a collection and its entries and tells a person nothing.
const ofTheEngine = /^(table|elements|properties|context|map|shared|previous|backing_store)$/;

/**
 * A path as lines of text, one telling reference each: `requestLog: Map`, `[17]: RequestRecord`. Equal steps in a row,
 * as in a linked list, become one line with their number.
 *
 * @example
 * import { renderRetainingPath, type PathStep } from '@watertight/heap-snapshot';
 *
 * const text = (steps: PathStep[]) => renderRetainingPath(steps).join('\n');
 */
export function renderRetainingPath(steps: readonly PathStep[]): string[] {
  return tellingSteps(steps).map(({ text }) => text);
}

/** A line of a path as text, and the first of the steps that it stands for. */
export interface TellingStep {
  readonly text: string;
  readonly step: PathStep;
}

/**
 * The same lines, each with its step: to say of each whose object it is.
 *
 * @example
 * import { originOf, tellingSteps, type HeapSnapshot, type PathStep } from '@watertight/heap-snapshot';
 *
 * const marked = (snapshot: HeapSnapshot, path: PathStep[]) =>
 *   tellingSteps(path).map(({ text, step }) => `${text} (${originOf(snapshot, step.node.ordinal)})`);
 */
export function tellingSteps(steps: readonly PathStep[]): TellingStep[] {
  const lines: { text: string; step: PathStep; times: number }[] = [];
  for (const step of steps) {
    if (!isTelling(step)) continue;
    const text = `${edgeText(step)}: ${step.node.name || step.node.type}`;
    const last = lines.at(-1);
    if (last?.text === text) last.times += 1;
    else lines.push({ text, step, times: 1 });
  }
  return lines.map(({ text, step, times }) => ({ text: times > 1 ? `${text} ×${times}` : text, step }));
}

function isTelling({ edge, node }: PathStep): boolean {
  if (edge.type === 'internal' && ofTheEngine.test(String(edge.name))) return false;
  return node.type !== 'hidden' && !(node.type === 'array' && node.name.startsWith('('));
}

function edgeText({ edge }: PathStep): string {
  if (typeof edge.name === 'number') return `[${edge.name}]`;
  return edge.type === 'property' ? propertyText(edge.name) : edge.name;
}
