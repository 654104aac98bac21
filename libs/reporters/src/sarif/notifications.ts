import type { ReportContext } from '../report-context.ts';
import type { Report } from '../report.ts';
import { printable } from '../text/printable.ts';
import { artifactOf } from './location.ts';
import { messageOf } from './message.ts';

/** What a person should know although it is no finding: files that could not be read, a trial that could not tell. */
export function notificationsOf(report: Report, context: ReportContext): object[] {
  switch (report.kind) {
    case 'scan':
    case 'fix':
      return report.result.notAnalysed.map(({ file, reason }) => ({
        level: 'warning',
        message: messageOf(printable(`not analysed: ${reason}`)),
        locations: [{ physicalLocation: { artifactLocation: artifactOf(file, context) } }],
      }));
    case 'check':
      return undecided(report.result);
    case 'heal':
      return undecided(report.result.after ?? report.result.before);
    case 'audit':
      return [];
  }
}

function undecided({ verdict, reason }: { readonly verdict: string; readonly reason: string }): object[] {
  if (verdict !== 'inconclusive') return [];
  return [{ level: 'warning', message: messageOf(printable(`inconclusive: ${reason}`)) }];
}
