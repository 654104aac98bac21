import { commandReference, type CommandReference } from 'watertight/command-reference';
import { markdown, type Draft } from '../page.ts';

/** Where the page of a command is: of `watertight heap diff`, `commands/heap-diff.html`. */
export const commandPath = (name: string) => `commands/${name.replace(/^watertight /, '').replaceAll(' ', '-')}.html`;

/** A page for each command as its help tells it, and a list of them. */
export function commandPages(commands: readonly CommandReference[] = commandReference()): Draft[] {
  return [commandList(commands), ...commands.map((command) => commandPage(command, commands))];
}

function commandPage(command: CommandReference, commands: readonly CommandReference[]): Draft {
  const { name, summary, description, usage, options, examples, isGroup } = command;
  const below = commands.filter((other) => other.name.startsWith(`${name} `));
  const texts = [
    `# ${name}`,
    inText(description),
    `\`\`\`sh\n${usage}\n\`\`\``,
    ...(isGroup ? [listOf(below)] : []),
    ...(command.arguments.some((argument) => argument.description) ? [`## Arguments`, argumentTable(command)] : []),
    ...(options.length > 0 ? ['## Options', optionTable(command)] : []),
    ...(examples.length > 0 ? ['## Examples', `\`\`\`sh\n${examples.join('\n')}\n\`\`\``] : []),
  ];
  return {
    path: commandPath(name),
    title: name,
    shortTitle: name.replace(/^watertight /, ''),
    group: 'commands',
    description: sentence(summary),
    shows: {},
    blocks: [markdown(texts.join('\n\n'), null)],
  };
}

function argumentTable({ arguments: all }: CommandReference): string {
  const rows = all.map(
    (argument) => `| \`${argument.name}\` | ${inCell(argument.description)}${defaultText(argument)} |`,
  );
  return `| argument | meaning |\n| --- | --- |\n${rows.join('\n')}`;
}

function optionTable({ options }: CommandReference): string {
  const rows = options.map(
    (option) => `| \`${option.flags.replaceAll('|', '\\|')}\` | ${inCell(option.description)}${defaultText(option)} |`,
  );
  return `| option | meaning |\n| --- | --- |\n${rows.join('\n')}`;
}

const defaultText = (given: { readonly default: string | null }) =>
  given.default === null ? '' : `; by default \`${given.default}\``;

function commandList(commands: readonly CommandReference[]): Draft {
  return {
    path: 'commands/index.html',
    title: 'Commands',
    group: 'commands',
    description: 'What each command does, its options and examples.',
    shows: { 'tools/cli/src/program.ts': '' },
    blocks: [
      markdown(
        `# Commands\n\n${listOf(commands)}\n\nAll take \`--help\`, which says the same. The result goes to stdout, progress to stderr; \`NO_COLOR\` is respected. They end with [0, 1, 2 or 3](reference/errors.html#exit-status).\n`,
        null,
      ),
    ],
  };
}

function listOf(commands: readonly CommandReference[]): string {
  const rows = commands.map(({ name, summary }) => `| [${name}](${commandPath(name)}) | ${inCell(summary)} |`);
  return `| command | what it does |\n| --- | --- |\n${rows.join('\n')}`;
}

/** Outside of backticks, `<file>` is no tag and `*` no emphasis. */
const inText = (text: string) =>
  text
    .split('`')
    .map((part, at) => (at % 2 === 1 ? `\`${part}\`` : part.replaceAll(/[<*_]/g, (sign) => `\\${sign}`)))
    .join('');
const inCell = (text: string) => inText(text).replaceAll('|', '\\|');
const sentence = (text: string) => `${text[0]!.toUpperCase()}${text.slice(1)}.`;
