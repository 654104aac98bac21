import { createHash } from 'node:crypto';

/** The choices in an order that says nothing, and that is the same each time. */
export function shuffled<Choice extends { readonly id: string }>(choices: readonly Choice[], seed: string): Choice[] {
  const place = ({ id }: Choice) => createHash('sha256').update(`${seed}/${id}`).digest('hex');
  return choices.toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
}
