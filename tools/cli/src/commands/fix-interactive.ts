import type { FixPlan, Project, ScanOptions } from '@watertight/codemods';
import { CodedError, type Finding } from '@watertight/evidence';
import { wrap } from '@watertight/reporters';
import { paintedDiff } from '../output/painted-diff.ts';
import { styleFor } from '../output/style.ts';
import type { Tools } from '../tools.ts';
import type { World } from '../world.ts';

/** Shows each rewrite, also those that a person should look at, and plans those that are accepted. */
export async function chooseOneByOne(options: ScanOptions, tools: Tools, world: World): Promise<FixPlan> {
  const { stdin, stderr } = world;
  if (!stdin.isTTY || !stderr.isTTY) {
    throw new CodedError(
      'NO_TERMINAL',
      'expected a terminal to ask in, found none; run --interactive in one, or choose with --only and --write',
    );
  }
  const { path, config, ...selection } = options;
  const project = await tools.loadProject(path, { config });
  const whole = project.planFixes({ ...selection, unsafe: true });
  try {
    const accepted = await ask(whole.fixed, (finding) => showOne(finding, project, selection, tools, world), world);
    const plan = project.planFixes({
      ...selection,
      unsafe: true,
      select: ({ fingerprint }) => accepted.has(fingerprint),
    });
    const declined = whole.fixed.filter(({ fingerprint }) => !accepted.has(fingerprint));
    const left = declined.map((finding) => ({ finding, why: 'its rewrite was not accepted' }));
    return { ...plan, left: [...plan.left, ...left, ...whole.left] };
  } finally {
    stdin.close();
  }
}

type Show = (finding: Finding) => Promise<void>;

/** The fingerprints that are accepted; what is left open by the end of the input is not. */
async function ask(findings: readonly Finding[], show: Show, { stdin, stderr }: World): Promise<Set<string>> {
  const accepted = new Set<string>();
  for (const [at, finding] of findings.entries()) {
    await show(finding);
    const answer = await answerTo(`rewrite ${at + 1} of ${findings.length}? [y/n/a/q/?] `);
    if (answer === 'q') break;
    if (answer === 'n') continue;
    for (const each of answer === 'a' ? findings.slice(at) : [finding]) accepted.add(each.fingerprint);
    if (answer === 'a') break;
  }
  return accepted;

  async function answerTo(question: string): Promise<'y' | 'n' | 'a' | 'q'> {
    for (;;) {
      stderr.write(question);
      const line = await stdin.readLine();
      // Ctrl-D in the middle is no consent to what was accepted before.
      if (line === null)
        throw new CodedError('INTERRUPTED', 'the input ended before the last question; nothing was written');
      const letter = line.trim().toLowerCase().slice(0, 1);
      if (letter === 'y' || letter === 'n' || letter === 'a' || letter === 'q') return letter;
      stderr.write('y: rewrite it, n: leave it, a: rewrite it and all that follow, q: leave it and all that follow\n');
    }
  }
}

async function showOne(
  finding: Finding,
  project: Project,
  selection: Omit<ScanOptions, 'path' | 'config'>,
  tools: Tools,
  { stderr, env }: World,
): Promise<void> {
  const select = ({ fingerprint }: Finding) => fingerprint === finding.fingerprint;
  const { edits, assumptions } = project.planFixes({ ...selection, unsafe: true, select });
  const style = styleFor(stderr, env);
  const { file, line, column, rule, message } = finding;
  const said = (label: string, text: string) => `  ${wrap(`${label}: ${text}`, { width: style.width, hang: 2 })}\n`;
  stderr.write(`\n${file}:${line}:${column}  ${rule}, fix ${finding.fix}\n${said('why', message)}`);
  for (const assumption of assumptions) stderr.write(said('confirm', assumption));
  stderr.write(`\n${paintedDiff(await tools.unifiedDiff(edits), style)}\n`);
}
