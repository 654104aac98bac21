import { readFileSync } from 'node:fs';
import type { Insertion, Position } from '@watertight/evidence';
import { expressionStart } from './expression-start.ts';
import { ownershipOf, type SourcePositions } from './source-positions.ts';

/** An insertion where its expression begins, as `scan` has it; in a dependency it stays where the engine points. */
export function fromItsStart({ caller, callers, ...insertion }: Insertion, positions: SourcePositions): Insertion {
  return {
    ...startOf(insertion, positions),
    ...(caller && { caller: startOf(caller, positions) }),
    ...(callers && { callers: callers.map((one) => startOf(one, positions)) }),
  };
}

function startOf<Place extends Position>(place: Place, positions: SourcePositions): Place {
  const file = positions.absolute(place.file);
  if (place.column === undefined || ownershipOf(file) !== 'own') return place;
  try {
    return { ...place, ...expressionStart(readFileSync(file, 'utf8'), { line: place.line, column: place.column }) };
  } catch {
    return place; // the author's source is not at hand
  }
}

/** The variable with which the inserting expression begins, such as `users` in `users.byId.set(…)`; null where it is none. */
export function firstNameAt(insertion: Insertion, positions: SourcePositions): string | null {
  const { file, line, column = 1 } = startOf(insertion, positions);
  try {
    const text = readFileSync(positions.absolute(file), 'utf8').split('\n')[line - 1] ?? '';
    const [name] = /^[\p{ID_Start}$_][\p{ID_Continue}$]*/u.exec(text.slice(column - 1)) ?? [];
    return name === undefined || name === 'this' ? null : name;
  } catch {
    return null; // the author's source is not at hand
  }
}
