import { Command, CommanderError } from 'commander';
import { CodedError } from '@watertight/evidence';
import { check, type CheckFlags } from './commands/check.ts';
import { scan, type ScanFlags } from './commands/scan.ts';
import { addCauses } from './options/causes.ts';
import { addReporter } from './options/reporter.ts';
import { addHeader, addText, httpUrl, positiveInteger, seconds } from './options/values.ts';
import type { Tools } from './tools.ts';
import type { World } from './world.ts';

/** Reads the arguments and runs one command; answers the exit status. */
export async function run(args: readonly string[], tools: Tools, world: World): Promise<number> {
  let status = 0;
  const program = new Command('watertight')
    .description('finds and pins down the memory leaks of Node.js servers')
    .exitOverride()
    .configureOutput({ writeOut: (text) => world.stdout.write(text), writeErr: () => undefined });

  program
    .command('check')
    .description('load a server, judge its memory and pin each leak to its line')
    .argument('[command...]', 'what starts the server, after --')
    .option('--route <route>', "a request to send, such as 'GET /users/{n}'; may repeat", addText)
    .option('-H, --header <header>', "a header for every route, such as 'x-client: {n}'; may repeat", addHeader)
    .option('--scenario <file>', 'requests in turn, as JSON')
    .option('--requests <n>', 'requests per round', positiveInteger('--requests'))
    .option('--warm-up <n>', 'requests before the first round', positiveInteger('--warm-up'))
    .option('--connections <n>', 'connections at a time', positiveInteger('--connections'))
    .option('--url <url>', 'where the server listens, if not on the port it opens first', httpUrl)
    .option('--cwd <folder>', 'the root of the server')
    .option('--start-timeout <seconds>', 'how long to wait for the server to listen', seconds('--start-timeout'))
    .option('--reporter <name[=path]>', 'human, json or markdown, to stdout or a file; may repeat', addReporter)
    .option('--quiet', 'no progress')
    .option('--verbose', "show the server's own output")
    .addHelpText(
      'after',
      examples(
        "watertight check --route 'GET /users/{n}' -- node dist/server.js",
        'watertight check --route \'POST /login {"user":"u{n}"}\' -- npm start',
      ),
    )
    .action(async (command: string[], flags: CheckFlags) => {
      status = await check(command, flags, tools, world);
    });

  program
    .command('scan')
    .description('find leaks in source')
    .argument('[path]', 'a folder or a file', '.')
    .option('--only <id>', 'only these causes; may repeat', addCauses)
    .option('--reporter <name[=path]>', 'human, json or markdown, to stdout or a file; may repeat', addReporter)
    .addHelpText('after', examples('watertight scan src', 'watertight scan --only unclosed-file --reporter json'))
    .action(async (path: string, flags: ScanFlags) => {
      status = await scan(path, flags, tools, world);
    });

  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    if (error.code === 'commander.help')
      throw new CodedError('USAGE', 'expected a command, got none; see watertight --help', { cause: error });
    throw new CodedError('USAGE', `${error.message.replace(/^error: /, '')}; see watertight --help`, { cause: error });
  }
  return status;
}

function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}\n`;
}
