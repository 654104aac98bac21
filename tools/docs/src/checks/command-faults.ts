import type { CommandReference } from 'watertight/command-reference';
import { commandAt } from '../command-at.ts';
import { fencesIn } from '../markdown/fences.ts';
import type { Fault } from './fault.ts';

/** Commands and options of `watertight` that a text names and that are not there. */
export function* commandFaults(file: string, text: string, commands: readonly CommandReference[]): Iterable<Fault> {
  for (const { line, call } of callsIn(text)) {
    const message = whyNot(call, commands);
    if (message !== undefined) yield { file, line, message };
  }
}

interface Call {
  readonly line: number;
  readonly call: string;
}

const start = /^(?:\$ )?(?:npx )?(?=watertight(?: |$))/;

function* callsIn(text: string): Iterable<Call> {
  const fences = [...fencesIn(text)].filter(({ language }) => ['', 'sh', 'bash', 'console'].includes(language));
  for (const { code, line } of fences) {
    for (const [at, each] of joinedLines(code)) {
      if (start.test(each)) yield { line: line + at, call: each.replace(start, '') };
    }
  }
  const prose = text.replaceAll(/^ *```.*?^ *```/gms, (fence) => fence.replaceAll(/[^\n]/g, ' '));
  for (const match of prose.matchAll(/`([^`]+)`/g)) {
    const code = match[1]!.replaceAll(/\s+/g, ' ').replaceAll('\\|', '|');
    const line = prose.slice(0, match.index).split('\n').length;
    if (start.test(code)) yield { line, call: code.replace(start, '') };
  }
}

/** Lines of a shell, those that end in `\` with the next, without comments; each with where it begins. */
function joinedLines(code: string): [at: number, line: string][] {
  const joined: [number, string][] = [];
  let open = false;
  for (const [at, raw] of code.split('\n').entries()) {
    const line = raw.replace(/\s#\s.*$/, '').trim();
    if (open) joined.at(-1)![1] += ` ${line.replace(/\\$/, '')}`;
    else joined.push([at, line.replace(/\\$/, '')]);
    open = line.endsWith('\\');
  }
  return joined;
}

function whyNot(call: string, commands: readonly CommandReference[]): string | undefined {
  const words = wordsOf(call);
  const [, second, third] = words;
  if (second === undefined || !/^[a-z-]+$/.test(second)) return undefined;
  if (/^(--help|--version|-V|-h|help)$/.test(second)) return undefined;
  const command = commandAt(call, commands);
  if (!command) return `there is no command 'watertight ${second}'; there are ${namesOf(commands)}`;
  if (command.isGroup && third !== undefined && /^[a-z-]+$/.test(third))
    return `there is no command '${command.name} ${third}'`;
  const known = new Set([...command.options.flatMap(({ names }) => names), '--help', '-h']);
  const own = words.slice(0, untilTarget(words));
  const unknown = own
    .map((word) => word.replace(/=.*$/, ''))
    .find((word) => /^--?[a-zA-Z]/.test(word) && !known.has(word));
  return unknown === undefined
    ? undefined
    : `'${command.name}' has no option ${unknown}; its page lists those that it has`;
}

const namesOf = (commands: readonly CommandReference[]) =>
  commands
    .map(({ name }) => name.replace('watertight ', ''))
    .filter((name) => !name.includes(' '))
    .join(', ');

/** What stands behind `--`, a pipe or a redirection belongs to another program. */
function untilTarget(words: readonly string[]): number {
  const at = words.findIndex((word) => /^(--|\||&&|;|>|<)$/.test(word));
  return at < 0 ? words.length : at;
}

/** Words as a shell would see them; what is quoted is one, and no option. */
const wordsOf = (call: string) =>
  [...call.matchAll(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g)].map(([word]) => (/^['"]/.test(word) ? `quoted ${word}` : word));
