import type { Evidence, Signal } from '@watertight/evidence';
import { loadOf, signalTitles, slopeOf, smallestOf, statusesOf } from '../text/describe.ts';
import { repeatCommand } from '../text/repeat-command.ts';
import { duration } from '../text/units.ts';
import { collectionsFigure } from './collections.ts';
import { code, facts, lines } from './facts.ts';
import { heading, type Level } from './heading.ts';
import { markup, type Part } from './markup.ts';
import { prose } from './prose.ts';
import { table } from './table.ts';
import { verdictBadge } from './verdict.ts';

/** What was run and how sure it is: the load, every signal, and the command that repeats it. */
export function trialSection(evidence: Evidence, level: Level): Part {
  return [heading(level, 'Trial'), trialDetails(evidence), collectionsFigure(evidence, 'collections')];
}

/** The same, folded away below one line. */
export function foldedTrial(evidence: Evidence): Part {
  return markup`<details><summary>trial: ${loadOf(evidence.trial)}</summary>${trialDetails(evidence)}</details>`;
}

function trialDetails({ trial, signals }: Evidence): Part {
  return [
    facts([
      ['load', loadOf(trial)],
      ['routes', lines(trial.routes.map(code))],
      ['responses', statusesOf(trial)],
      ['smallest leak it could see', smallestOf(signals)],
      ['Node', trial.node.replace(/^v/, '')],
      ['took', duration(trial.durationMs)],
    ]),
    signalTable(signals),
    markup`<p class="block-title">to repeat it</p><pre class="command" tabindex="0">${repeatCommand(trial)}</pre>
<p class="note">Headers, bodies and the number of connections are not in the record: add those that were given.</p>`,
  ];
}

function signalTable(signals: readonly Signal[]): Part {
  if (signals.length === 0) return null;
  const hasReasons = signals.some(({ reason }) => reason);
  return table(
    ['signal', 'verdict', 'growth', ...(hasReasons ? ['reason'] : [])],
    signals.map((signal) => [
      signalTitles[signal.name],
      verdictBadge(signal.verdict),
      slopeOf(signal),
      ...(hasReasons ? [prose(signal.reason ?? '')] : []),
    ]),
  );
}
