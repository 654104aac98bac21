import { causes, exerciseOf, firstHour, type Cause, type CauseId } from '@watertight/catalog';
import type { CatalogEntry } from '../protocol.ts';

/** What can be trained, as the page lists it. */
export function catalogEntries(): CatalogEntry[] {
  return causes.map((cause: Cause<CauseId>) => {
    const { id, title, category, mechanism } = cause;
    return {
      id,
      title,
      category,
      mechanism,
      difficulty: exerciseOf(id).difficulty,
      step: stepOf(id),
      unseen: cause.evidence.signal === 'none' ? cause.evidence.why : null,
      mendedByHand: cause.twin === 'by-hand',
    };
  });
}

function stepOf(id: CauseId): number | null {
  const at = (firstHour as readonly CauseId[]).indexOf(id);
  return at < 0 ? null : at + 1;
}
