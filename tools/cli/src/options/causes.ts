import { causes, findCause } from '@watertight/catalog';
import { CodedError } from '@watertight/evidence';

/** Adds one `--only id[,id…]`, or of another option, to those before it. */
export function causesOf(option: string): (text: string, before?: readonly string[]) => string[] {
  return (text, before = []) => {
    const ids = text.split(',').map((id) => id.trim());
    const unknown = ids.find((id) => !findCause(id));
    if (unknown === undefined) return [...before, ...ids];
    throw new CodedError('USAGE', `expected ${option} ${causes.map(({ id }) => id).join('|')}, got '${unknown}'`);
  };
}
