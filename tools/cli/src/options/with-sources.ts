import type { Command } from 'commander';
import { causesOf } from './causes.ts';

/** What `scan` and `fix` share: which findings they speak of. */
export function withSources(command: Command): Command {
  return command
    .option('--only <id>', 'only these causes; may repeat', causesOf('--only'))
    .option('--skip <id>', 'all but these causes; may repeat', causesOf('--skip'))
    .option(
      '--since <ref>',
      'only findings in files that differ from where this branch left <ref>, such as origin/main',
    )
    .option('--changed', 'only findings in files that are not committed as they are')
    .option('--config <file>', 'a configuration, instead of the nearest watertight.config.ts, mjs, js or json')
    .option('--no-config', 'no configuration')
    .option('--no-suppressions', 'also the findings that watertight-suppressions.json accepts');
}
