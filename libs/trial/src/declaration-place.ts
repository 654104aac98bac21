import { readFileSync } from 'node:fs';
import { declarationLine } from './declarations.ts';
import { ownershipOf, type SourcePositions } from './source-positions.ts';

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Where the first of the program's files that declares a variable or field does so, in the author's source; null where none does. */
export function declaredIn(
  files: readonly string[],
  name: string,
  kind: 'variable' | 'field',
  positions: SourcePositions,
): { file: string; line: number } | null {
  for (const file of files) {
    const place = ownershipOf(file) === 'runtime' ? null : declarationIn(file, name, kind);
    if (place !== null) return declaredAt(place, positions);
  }
  return null;
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

/** A place in a file of the running program, in the author's source. */
export function declaredAt(place: Place, positions: SourcePositions): { file: string; line: number } {
  const position = positions.toPosition({ ...place, function: null });
  return { file: position.file, line: position.line };
}
