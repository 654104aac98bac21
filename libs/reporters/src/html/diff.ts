import { markup, type Markup, type Part } from './markup.ts';

/** A unified diff; what is taken away and what is put in differ in colour and in their sign. */
export function diffBlock(diff: string): Part {
  const lines = diff.split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (lines.length === 0) return null;
  return markup`<pre class="diff" tabindex="0"><code>${lines.map(lineOf)}</code></pre>`;
}

function lineOf(line: string): Markup {
  if (/^(---|\+\+\+|diff |index )/.test(line)) return markup`<span class="file">${line}\n</span>`;
  if (line.startsWith('@@')) return markup`<span class="hunk">${line}\n</span>`;
  if (line.startsWith('+')) return markup`<ins>${line}\n</ins>`;
  if (line.startsWith('-')) return markup`<del>${line}\n</del>`;
  return markup`<span>${line}\n</span>`;
}
