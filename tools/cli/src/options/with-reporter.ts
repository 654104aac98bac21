import type { Command } from 'commander';
import { reporterAmong, type ReporterName } from './reporter.ts';

/** Gives a command `--reporter`, among those that its result has. */
export function withReporter(command: Command, names: readonly ReporterName[]): Command {
  return command.option(
    '--reporter <name[=path]>',
    `${names.join(', ')}; to stdout, or to a file; may repeat`,
    reporterAmong(names),
  );
}
