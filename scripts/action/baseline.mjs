import { existsSync } from 'node:fs';

/** What compares a pull request with the baseline of its base branch, or writes that of a branch which others start from. */
export function baselineOptions(file, { name, isPullRequest }) {
  if (file === '') return [];
  if (name !== 'check') throw new Error(`expected \`check\` in \`run\` with \`baseline\`, got \`${name}\``);
  if (!isPullRequest) return ['--save-baseline', file];
  if (existsSync(file)) return ['--baseline', file];
  console.log(
    `::notice title=watertight::there is no baseline ${file} yet, so that every leak counts; run this action on a push to the base branch, and keep the file with actions/cache`,
  );
  return [];
}
