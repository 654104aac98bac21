import type { Leak } from '@watertight/evidence';
import { pathSteps, type PathStep } from '../text/path-tree.ts';
import { markup, type Part } from './markup.ts';

/** The retaining path as a tree, the suspect edge marked. */
export function pathBlock(leak: Leak): Part {
  const steps = pathSteps(leak);
  if (steps.length === 0) return null;
  return markup`<pre class="path" tabindex="0">${steps.map((step) => markup`<span class="branch">${branchOf(step)}</span>${edgeOf(step)}${ownerOf(step)}\n`)}</pre>`;
}

function branchOf({ depth }: PathStep): string {
  return depth === 0 ? '' : `${' '.repeat(3 * (depth - 1))}└─ `;
}

function ownerOf({ owner }: PathStep): Part {
  return owner !== null && markup`  <span class="owner${owner === 'own code' ? ' own' : ''}">${owner}</span>`;
}

function edgeOf({ text, suspect }: PathStep): Part {
  if (!suspect) return text;
  return [
    text.slice(0, suspect.start),
    markup`<mark>${text.slice(suspect.start, suspect.end)}</mark>`,
    text.slice(suspect.end),
    markup`<span class="note"> ← suspect</span>`,
  ];
}
