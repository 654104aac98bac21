import { around, highlight, lineDiff } from '@watertight/page-parts';
import { escapeHtml } from './escape.ts';

const coloured = new Set(['ts', 'tsx', 'js', 'mjs', 'cjs', 'json', 'jsonc']);

/** A block of code in coloured parts, as the lab colours it. */
export function renderCode(code: string, language: string): string {
  const text = code.trimEnd();
  const lines = coloured.has(language) ? text.split('\n').map(colouredLine).join('\n') : escapeHtml(text);
  return `<pre tabindex="0"><code>${lines}</code></pre>\n`;
}

/** A whole file with numbered lines; one of them may be marked. */
export function renderFile(
  name: string,
  text: string,
  marked?: { readonly line: number; readonly note: string },
): string {
  const lines = text.trimEnd().split('\n');
  const isCode = coloured.has(/\w+$/.exec(name)?.[0] ?? '');
  const rows = lines.map((line, at) => {
    const isMarked = at + 1 === marked?.line;
    const shown = isCode ? colouredLine(line) : escapeHtml(line);
    return `<li class="line${isMarked ? ' line-found' : ''}"><span class="line-number" aria-hidden="true">${at + 1}</span><span class="line-text">${shown}</span>${isMarked ? `<span class="visually-hidden">${marked.note}</span>` : ''}</li>`;
  });
  const note = marked ? `<span class="line-note">line ${marked.line} ${marked.note}</span>` : '';
  return `<figure class="code"><figcaption><span class="file">${escapeHtml(name)}</span>${note}</figcaption><ol class="lines" tabindex="0" aria-label="${escapeHtml(name)}">${rows.join('')}</ol></figure>\n`;
}

const signs = { same: ' ', removed: '−', added: '+' } as const;
const spoken = { same: '', removed: 'removed: ', added: 'added: ' } as const;

/** What turns one text into another, with two lines around it. */
export function renderDiff(before: string, after: string): string {
  const lines = around(lineDiff(before, after)).map((line) => {
    if (!line) return '<span class="diff-gap">⋯</span>';
    const said = spoken[line.kind] && `<span class="visually-hidden">${spoken[line.kind]}</span>`;
    return `<span class="diff-line diff-${line.kind}"><span class="diff-sign" aria-hidden="true">${signs[line.kind]}</span>${said}<span>${colouredLine(line.text)}</span></span>`;
  });
  return `<pre class="diff" tabindex="0" aria-label="what is changed">${lines.join('')}</pre>\n`;
}

function colouredLine(line: string): string {
  return highlight(line)
    .map(({ kind, text }) =>
      kind === 'plain' ? escapeHtml(text) : `<span class="token-${kind}">${escapeHtml(text)}</span>`,
    )
    .join('');
}
