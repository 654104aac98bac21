import type { Evidence } from '@watertight/evidence';
import { loadOf, signalTitles, slopeOf, smallestOf, statusesOf } from '../text/describe.ts';
import { repeatCommand } from '../text/repeat-command.ts';
import { duration } from '../text/units.ts';
import { code, facts, lines } from './facts.ts';
import { heading, type Level } from './heading.ts';
import { markup, type Part } from './markup.ts';
import { prose } from './prose.ts';
import { table } from './table.ts';
import { verdictBadge } from './verdict.ts';

/** What was run and how sure it is: the load, every signal, and the command that repeats it. */
export function trialSection({ trial, signals }: Evidence, level: Level): Part {
  return [
    heading(level, 'Trial'),
    facts([
      ['load', loadOf(trial)],
      ['routes', lines(trial.routes.map(code))],
      ['responses', statusesOf(trial)],
      ['smallest leak it could see', smallestOf(signals)],
      ['Node', trial.node.replace(/^v/, '')],
      ['took', duration(trial.durationMs)],
    ]),
    signals.length > 0 &&
      table(
        ['signal', 'verdict', 'growth', 'reason'],
        signals.map((signal) => [
          signalTitles[signal.name],
          verdictBadge(signal.verdict),
          slopeOf(signal),
          prose(signal.reason ?? ''),
        ]),
      ),
    markup`<p class="block-title">to repeat it</p><pre class="command" tabindex="0">${repeatCommand(trial)}</pre>
<p class="note">Headers, bodies and the number of connections are not in the record: add those that were given.</p>`,
  ];
}
