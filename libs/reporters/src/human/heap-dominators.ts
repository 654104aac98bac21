import type { HeapBranch, HeapDominators } from '@watertight/evidence';
import type { TextStyle } from '../report.ts';
import { branchName, shareText } from '../text/heap-text.ts';
import type { Paint } from '../text/paint.ts';
import { printable } from '../text/printable.ts';
import { bytes, percent } from '../text/units.ts';
import { columns } from './columns.ts';
import { joinBlocks, layoutFor } from './layout.ts';

// What a person reads; the JSON and the HTML hold more.
const smallestShare = 0.02;
const deepest = 10;

/** The tree of retained sizes, as far as its branches matter. */
export function humanHeapDominators({ file, root }: HeapDominators, style: TextStyle): string {
  const { paint, heading, prose } = layoutFor(style);
  const rows = [...branchRows(root, { whole: root.retainedBytes, paint, depth: 0, indent: '', mark: '' })];
  return joinBlocks([
    [heading(`${paint.bold(printable(file))}: ${bytes(root.retainedBytes)}, and what would be freed with what`)],
    columns(['retained', 'share', 'object'], rows, paint),
    [
      paint.dim(
        prose(`branches below ${percent(smallestShare)} are left out; --reporter html=dominators.html shows more`),
      ),
    ],
  ]);
}

interface Place {
  readonly whole: number;
  readonly paint: Paint;
  readonly depth: number;
  /** What stands before the branches below. */
  readonly indent: string;
  /** What stands before this one. */
  readonly mark: string;
}

function* branchRows(branch: HeapBranch, place: Place): Iterable<string[]> {
  const { whole, paint, depth, indent, mark } = place;
  yield [
    bytes(branch.retainedBytes),
    shareText(branch.retainedBytes, whole),
    paint.dim(indent + mark) + printable(branchName(branch)),
  ];
  if (depth === deepest) return;
  const children = branch.children.filter(({ retainedBytes }) => retainedBytes >= whole * smallestShare);
  const below = mark === '' ? indent : indent + (mark === '└─ ' ? '   ' : '│  ');
  for (const child of children) {
    const isLast = child === children.at(-1);
    yield* branchRows(child, { whole, paint, depth: depth + 1, indent: below, mark: isLast ? '└─ ' : '├─ ' });
  }
}
