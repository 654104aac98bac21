import { CodedError, type Healed } from '@watertight/evidence';
import { humanHealed } from '@watertight/reporters';
import type { Progress } from '../output/progress.ts';
import { styleFor } from '../output/style.ts';
import type { World } from '../world.ts';

type Answer = 'accept' | 'decline' | 'stop';

const answers: Readonly<Record<string, Answer>> = { y: 'accept', n: 'decline', q: 'stop' };

/** Shows a proved rewrite with its evidence and its diff, and asks whether to keep it. */
export async function askToKeep(
  healed: Healed,
  { progress, world }: { readonly progress: Progress; readonly world: World },
): Promise<Answer> {
  const { stdin, stderr, env } = world;
  progress.done();
  stderr.write(`\n${humanHealed(healed, styleFor(stderr, env))}\n`);
  for (;;) {
    stderr.write('keep this rewrite? [y/n/q/?] ');
    const line = await stdin.readLine();
    // Ctrl-D is no consent, nor is it a no.
    if (line === null)
      throw new CodedError('INTERRUPTED', 'the input ended before the last question; nothing was kept');
    const answer = answers[line.trim().toLowerCase().slice(0, 1)];
    if (answer !== undefined) return answer;
    stderr.write('y: keep it, n: take it back and go on, q: take it back and try no more\n');
  }
}
