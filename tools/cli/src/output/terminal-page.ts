import { wrap, type TextStyle } from '@watertight/reporters';

/** A reference page of the catalog as text for a terminal: prose is wrapped, code stands as it is. */
export function terminalPage(markdown: string, { width, color }: TextStyle): string {
  const paint = (code: number) => (text: string) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  const [bold, dim] = [paint(1), paint(2)];
  const blocks = blocksOf(markdown.replace(/<!--[^]*?-->/g, ''));
  const drawn = blocks.map(({ kind, lines }) => {
    const prose = lines.join(' ').replace(/\s+/g, ' ');
    if (kind === 'code') return lines.map((line) => dim(`    ${line}`)).join('\n');
    if (kind === 'heading') return bold(plain(prose.replace(/^#+ /, '')));
    if (kind === 'item') return item(prose, width);
    return kind === 'table' ? lines.join('\n') : wrap(plain(prose), { width, hang: 0 });
  });
  const isList = (at: number) => blocks[at]?.kind === 'item' && blocks[at + 1]?.kind === 'item';
  return drawn.map((text, at) => text + (isList(at) || at === drawn.length - 1 ? '\n' : '\n\n')).join('');
}

interface Block {
  readonly kind: 'code' | 'heading' | 'item' | 'table' | 'prose';
  readonly lines: string[];
}

/** What an empty line, a fence, a heading or a mark of a list begins. */
function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  for (const line of markdown.split('\n')) {
    if (/^\s*```/.test(line)) {
      open = open?.kind === 'code' ? undefined : add({ kind: 'code', lines: [] });
    } else if (open?.kind === 'code') open.lines.push(line);
    else if (line.trim() === '') open = undefined;
    else if (line.startsWith('#')) {
      add({ kind: 'heading', lines: [line] });
      open = undefined;
    } else if (/^(?:[-*]|\d+\.) /.test(line)) open = add({ kind: 'item', lines: [line] });
    else if (open) open.lines.push(line);
    else open = add({ kind: line.startsWith('|') ? 'table' : 'prose', lines: [line] });
  }
  return blocks;

  function add(block: Block): Block {
    blocks.push(block);
    return block;
  }
}

function item(text: string, width: number): string {
  const [, mark = '-', rest = ''] = /^([-*]|\d+\.) (.*)$/.exec(text) ?? [];
  const label = `  ${mark} `;
  return label + wrap(plain(rest), { width, hang: label.length });
}

/** Without the marks of Markdown; a link within the page's folder is its text. */
function plain(text: string): string {
  return text
    .replace(/\[([^\]]+)\]\((https?:[^)]+)\)/g, '$1 ($2)')
    .replace(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .replace(/\*\*([^*]+)\*\*/g, '$1')
    .replace(/(^|\W)_([^_]+)_(?=\W|$)/g, '$1$2');
}
