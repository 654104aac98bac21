import type { HealResult, Verdict } from '@watertight/evidence';
import { plural } from './units.ts';

/** How the healing ended: stable when nothing leaks any more. */
export function healVerdict({ remaining, before, after }: HealResult): Verdict {
  if (remaining.length > 0) return 'leaking';
  return (after ?? before).verdict;
}

export function healSummary(heal: HealResult): { readonly verdict: Verdict; readonly text: string } {
  return { verdict: healVerdict(heal), text: sentence(heal) };
}

const nothing = {
  stable: 'nothing to heal',
  inconclusive: 'nothing healed, as the trial is inconclusive',
  leaking: 'nothing healed, as no leaking object was found',
} as const satisfies Record<Verdict, string>;

function sentence(heal: HealResult): string {
  const accepted = heal.healed.filter((healed) => healed.accepted).length;
  const found = accepted + heal.remaining.length;
  const verdict = healVerdict(heal);
  if (found === 0) return `${nothing[verdict]}: ${(heal.after ?? heal.before).reason}`;
  if (accepted === 0) return `none of ${plural(found, 'leak')} healed`;
  const healed = `${accepted} of ${plural(found, 'leak')} healed`;
  if (verdict === 'stable') return `${healed}: nothing leaks any more`;
  if (verdict === 'inconclusive')
    return `${healed}, but the last trial is inconclusive: ${(heal.after ?? heal.before).reason}`;
  return `${healed}, and something still leaks`;
}
