import { causes, findCause } from '@watertight/catalog';
import { CodedError } from '@watertight/evidence';

/** Adds one `--only id[,id…]` to those before it. */
export function addCauses(text: string, before: readonly string[] = []): string[] {
  const ids = text.split(',').map((id) => id.trim());
  const unknown = ids.find((id) => !findCause(id));
  if (unknown === undefined) return [...before, ...ids];
  throw new CodedError('USAGE', `expected --only ${causes.map(({ id }) => id).join('|')}, got '${unknown}'`);
}
