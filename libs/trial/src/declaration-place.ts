import { readFileSync } from 'node:fs';
import { declarationLine } from './declarations.ts';
import type { SourcePositions } from './source-positions.ts';

/** A place in a file of the running program. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Where a file declares a variable or field; null where it does not, or cannot be read. */
export function declarationIn(file: string, name: string, kind: 'variable' | 'field'): Place | null {
  try {
    const text = readFileSync(file, 'utf8');
    const line = declarationLine(text, name, kind);
    // A source map says nothing of the blanks that a line begins with.
    return line === null ? null : { file, line, column: text.split('\n')[line - 1]!.search(/\S/) + 1 };
  } catch {
    return null;
  }
}

/** That place in the author's source. */
export function declaredAt(place: Place, positions: SourcePositions): { file: string; line: number } {
  const position = positions.toPosition({ ...place, function: null });
  return { file: position.file, line: position.line };
}
