import type { Verdict } from '@watertight/evidence';
import type { TextStyle } from '../report.ts';
import { painter, type Paint } from '../text/paint.ts';
import { wrap } from '../text/wrap.ts';

/** What every part of the human report draws with. */
export interface Layout {
  readonly paint: Paint;
  readonly isVerbose: boolean;
  /** A labelled line, `  what   Visitor objects …`, wrapped below itself. */
  readonly row: (label: string, prose: string) => string;
  readonly prose: (text: string) => string;
  /** What begins a block, its further lines set in. */
  readonly heading: (text: string) => string;
  readonly verdict: (verdict: Verdict) => string;
  /** A word in the colour of a verdict. */
  readonly tone: (verdict: Verdict, word: string) => string;
}

const margin = 2;
const labelColumns = 11;

/** Where the text of a labelled line begins. */
export const textColumn = margin + labelColumns;

export function layoutFor({ color, width, isVerbose = false }: TextStyle): Layout {
  const paint = painter(color);
  const colorOf = { leaking: paint.red, stable: paint.green, inconclusive: paint.yellow };
  return {
    paint,
    isVerbose,
    row: (label, prose) => {
      return `${' '.repeat(margin)}${paint.dim(label.padEnd(labelColumns))}${wrap(prose, { width, hang: textColumn })}`;
    },
    prose: (text) => wrap(text, { width, hang: 0 }),
    heading: (text) => wrap(text, { width, hang: margin }),
    verdict: (verdict) => paint.bold(colorOf[verdict](verdict)),
    tone: (verdict, word) => paint.bold(colorOf[verdict](word)),
  };
}

/** Blocks of lines, one empty line between them, a line break at the end. */
export function joinBlocks(blocks: readonly (readonly string[])[]): string {
  const filled = blocks.filter((lines) => lines.length > 0);
  return `${filled.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
