import type { CommandReference } from 'watertight/command-reference';

/** The command that a line calls: of `npx watertight heap diff a b`, that of `watertight heap diff`. */
export function commandAt(line: string, commands: readonly CommandReference[]): CommandReference | undefined {
  const [, called = ''] = /^(?:npx )?(watertight(?: [a-z]+)*)/.exec(line) ?? [];
  const words = called.split(' ');
  for (let count = Math.min(words.length, 3); count > 1; count -= 1) {
    const name = words.slice(0, count).join(' ');
    const command = commands.find((each) => each.name === name);
    if (command) return command;
  }
  return undefined;
}
