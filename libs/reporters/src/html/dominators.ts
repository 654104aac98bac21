import type { HeapBranch, HeapDominators } from '@watertight/evidence';
import { branchName, shareText } from '../text/heap-text.ts';
import { bytes, decimal } from '../text/units.ts';
import { heading } from './heading.ts';
import { icicleChart, type IcicleBar } from './icicle.ts';
import { markup, type Part } from './markup.ts';

/** What would be freed with what: a chart to look at, and the same as a tree to read. */
export function htmlDominators({ root, minShare }: HeapDominators): Part {
  return [
    markup`<h1>${bytes(root.retainedBytes)}, and what would be freed with what</h1>
<p class="note">A bar is as wide as what it retains; below it stands what only it keeps alive. Parts below ${decimal(minShare * 100)} % of the whole are left out.</p>`,
    icicleChart(barOf(root, root.retainedBytes), {
      title: 'retained size by dominator',
      legend: [
        ['one', 'one object'],
        ['many', 'all of one class together'],
        ['engine', 'roots and V8’s own'],
      ],
    }),
    heading(2, 'The same as a tree'),
    markup`<div class="tree">${treeItem(root, root.retainedBytes, 0)}</div>`,
  ];
}

function barOf(branch: HeapBranch, whole: number): IcicleBar {
  const { name, count, retainedBytes, shallowBytes, children } = branch;
  return {
    label: count > 1 ? `${name} × ${decimal(count)}` : name,
    facts: `${branchName(branch)}: retains ${bytes(retainedBytes)}, ${shareText(retainedBytes, whole)}; own ${bytes(shallowBytes)}`,
    tone: toneOf(branch),
    size: retainedBytes,
    children: children.map((child) => barOf(child, whole)),
  };
}

function toneOf({ name, count }: HeapBranch): IcicleBar['tone'] {
  const isOfEngine = /^\(|^system \//.test(name);
  if (isOfEngine) return 'engine';
  return count > 1 ? 'many' : 'one';
}

const openLevels = 3;
const smallestOpenShare = 0.05;

function treeItem(branch: HeapBranch, whole: number, depth: number): Part {
  const row = markup`<span class="branch-size">${bytes(branch.retainedBytes)}</span> <span class="branch-share">${shareText(branch.retainedBytes, whole)}</span> <span class="branch-name">${branchName(branch)}</span>`;
  if (branch.children.length === 0) return markup`<div class="leaf">${row}</div>\n`;
  const isOpen = depth < openLevels && branch.retainedBytes >= whole * smallestOpenShare;
  const children = branch.children.map((child) => treeItem(child, whole, depth + 1));
  return isOpen
    ? markup`<details open=""><summary>${row}</summary>${children}</details>\n`
    : markup`<details><summary>${row}</summary>${children}</details>\n`;
}
