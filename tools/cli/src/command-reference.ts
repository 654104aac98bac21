import type { Command, Option } from 'commander';
import { buildProgram } from './program.ts';
import { realTools } from './tools.ts';
import type { Output, World } from './world.ts';

/** A command as its help tells it. */
export interface CommandReference {
  /** What is typed: `watertight heap diff`. */
  readonly name: string;
  /** With arguments and options: `watertight heap diff [options] <before> <after>`. */
  readonly usage: string;
  readonly summary: string;
  readonly description: string;
  readonly arguments: readonly ArgumentReference[];
  readonly options: readonly OptionReference[];
  /** Command lines to copy. */
  readonly examples: readonly string[];
  /** Whether it only groups other commands. */
  readonly isGroup: boolean;
}

export interface ArgumentReference {
  readonly name: string;
  readonly description: string;
  readonly isRequired: boolean;
  readonly default: string | null;
}

export interface OptionReference {
  /** As the help writes it: `-H, --header <header>`. */
  readonly flags: string;
  /** What may be typed: `-H` and `--header`. */
  readonly names: readonly string[];
  readonly description: string;
  readonly default: string | null;
}

/**
 * All commands in the order of the help, as data: the documentation is written from it.
 *
 * @example
 * for (const { name, summary } of commandReference()) console.log(`${name}: ${summary}`);
 */
export function commandReference(): readonly CommandReference[] {
  const program = buildProgram(realTools, silent, () => Promise.resolve());
  return program.commands.flatMap((command) => withSubcommands(command, program.name()));
}

function withSubcommands(command: Command, parent: string): CommandReference[] {
  const name = `${parent} ${command.name()}`;
  return [described(command, name), ...command.commands.flatMap((each) => withSubcommands(each, name))];
}

function described(command: Command, name: string): CommandReference {
  return {
    name,
    usage: `${name} ${command.usage()}`,
    summary: command.summary(),
    description: command.description(),
    arguments: command.registeredArguments.map((argument) => ({
      name: argument.name(),
      description: argument.description,
      isRequired: argument.required,
      default: defaultOf(argument.defaultValue),
    })),
    options: command.options.filter(({ hidden }) => !hidden).map(optionReference),
    examples: examplesOf(command),
    isGroup: command.commands.length > 0,
  };
}

function optionReference(option: Option): OptionReference {
  return {
    flags: option.flags,
    names: [option.short, option.long].filter((name) => name !== undefined),
    description: option.description,
    // Of `--no-config` the default is that there is one, which goes without saying.
    default: option.negate ? null : defaultOf(option.defaultValue),
  };
}

const defaultOf = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : null);

/** They are text that is written below the help. */
function examplesOf(command: Command): string[] {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  const [, lines = ''] = help.split('\nExamples:\n');
  return lines.split('\n').flatMap((line) => (line.startsWith('  ') ? [line.trim()] : []));
}

const nowhere: Output = { write: () => undefined, isTTY: false, columns: undefined };
const silent: World = {
  stdout: nowhere,
  stderr: nowhere,
  stdin: { isTTY: false, readLine: () => Promise.resolve(null), onKey: () => () => undefined, close: () => undefined },
  env: {},
  cwd: '.',
  signal: new AbortController().signal,
  stoppedBy: () => null,
};
