import type { Cause, CauseId } from '@watertight/catalog';
import type { HealResult } from '@watertight/evidence';
import { bytes, duration } from '@watertight/reporters';

/** What came of healing one cause; an error where nothing did. */
export interface Proof {
  readonly cause: Pick<Cause<CauseId>, 'id' | 'title'>;
  readonly outcome: HealResult | { readonly error: string };
}

/** Growth that is left after a repair, as a part of what it was; what is more than this is marked. */
const mostLeft = 0.01;

/** The page of all proofs: what each cause did before its rewrite, and what it does after. */
export function renderProofs(
  proofs: readonly Proof[],
  { node, durationMs }: { node: string; durationMs: number },
): string {
  const rows = proofs.map(rowOf);
  const isProved = ({ outcome }: Proof) => !('error' in outcome) && outcome.healed.some(({ accepted }) => accepted);
  return `# Proofs

Every cause of the catalog that a load can show and that has a rewrite: loaded, rewritten by the codemod, and loaded again in the same
way. Made by \`npm run proofs:page -- --write docs/proofs.md\`; Node ${node.replace(/^v/, '')}, ${duration(durationMs)}.

**${proofs.filter(isProved).length} of ${proofs.length} healed with an accepted proof.** Growth that is left is told against what it was before; more than
${mostLeft * 100} % is marked ⚠.

| cause | before, per request | after, per request | left | responses |
| --- | --- | --- | --- | --- |
${rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}
`;
}

function rowOf({ cause, outcome }: Proof): string[] {
  const name = `[\`${cause.id}\`](../libs/catalog/src/causes/${cause.id}/README.md)`;
  if ('error' in outcome) return [name, '', '', `⚠ ${oneLine(outcome.error)}`, ''];
  const healed = outcome.healed.find(({ accepted }) => accepted);
  if (!healed) return [name, '', '', `⚠ ${oneLine(outcome.remaining[0]?.why ?? outcome.before.reason)}`, ''];
  const { before, after, responses } = healed;
  return [
    name,
    `${before.verdict}, ${amount(before)}`,
    `${after.verdict}, ${amount(after)}`,
    leftOf(before, after),
    `${responses.compared} compared, ${responses.different === 0 ? 'all agree' : `${responses.different} differ`}`,
  ];
}

type Outcome = HealResult['healed'][number]['before'];

function amount({ slopePerRequest, unit }: Outcome): string {
  const growth = Math.max(0, slopePerRequest);
  return unit === 'bytes' ? bytes(growth) : `${Number(growth.toPrecision(3))} ${unit}`;
}

// Of a request that is kept, one at a time, nothing grows: its verdict tells.
function leftOf(before: Outcome, after: Outcome): string {
  if (before.slopePerRequest <= 0) return 'nothing kept';
  const left = Math.max(0, after.slopePerRequest) / before.slopePerRequest;
  return `${left > mostLeft ? '⚠ ' : ''}${(left * 100).toFixed(1)} %`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('|', String.raw`\|`);
}
