import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { causes, isShownByLoad } from '@watertight/catalog';
import { healCause } from './demo/heal-cause.ts';
import { renderProofs, type Proof } from './proofs-page/render.ts';
import { workspaceRoot } from './watertight.ts';

// Heals every cause of the catalog and writes the page of it: `npm run proofs:page -- --write docs/proofs.md`.
const { values } = parseArgs({ options: { write: { type: 'string' }, only: { type: 'string', multiple: true } } });

const started = performance.now();
const abort = new AbortController();
process.once('SIGINT', () => abort.abort());
const chosen = causes
  .filter(isShownByLoad)
  .filter(({ twin }) => twin !== 'by-hand')
  .filter(({ id }) => values.only?.includes(id) ?? true);

const proofs: Proof[] = [];
for (const cause of chosen) {
  if (abort.signal.aborted) break;
  const outcome = await healCause(cause, abort.signal);
  proofs.push({ cause, outcome: outcome.kind === 'healed' ? outcome.result : { error: outcome.message } });
  process.stderr.write(
    `${cause.id}: ${outcome.kind} in ${outcome.seconds.toFixed(0)} s (${proofs.length} of ${chosen.length})\n`,
  );
}
if (abort.signal.aborted) process.exit(130);

const page = renderProofs(proofs, { node: process.version, durationMs: performance.now() - started });
if (values.write === undefined) process.stdout.write(page);
else {
  const file = resolve(workspaceRoot, values.write);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, page);
  process.stderr.write(`written to ${values.write}\n`);
}
