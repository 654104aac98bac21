import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { sampleFile } from './sample-file.ts';

const control = join(dirname(sampleFile('anchored-cycle', 'leaky')), 'control.ts');

/** Runs after the control, in a process of its own: a collector that is shown by nobody's flags but its own. */
const experiment = `
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { setImmediate } from 'node:timers/promises';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc');
const anchor = new Line(null);
const plain = buildPlainCycles(1000);
const anchored = buildAnchoredCycles(anchor, 1000);
const alive = (references) => references.filter((reference) => reference.deref() !== undefined).length;
// A WeakRef keeps its target until the job that made it has ended.
await setImmediate();
gc();
console.log(JSON.stringify({ plain: alive(plain), anchored: alive(anchored), replies: anchor.replies.size }));
`;

test('V8 collects a plain cycle, and keeps one that hangs on something long-lived', () => {
  const compilerOptions = { module: ModuleKind.ESNext, target: ScriptTarget.ES2022 };
  const { outputText } = transpileModule(readFileSync(control, 'utf8'), { compilerOptions });
  const args = ['--input-type=module', '--eval', outputText + experiment];
  const output = execFileSync(process.execPath, args, { encoding: 'utf8', timeout: 30_000 });
  expect(JSON.parse(output)).toEqual({ plain: 0, anchored: 1000, replies: 1000 });
});
