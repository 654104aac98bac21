import { Command } from 'commander';
import { attach, type AttachArguments } from './commands/attach.ts';
import { audit } from './commands/audit.ts';
import { check, type CheckArguments } from './commands/check.ts';
import { fix, type FixArguments } from './commands/fix.ts';
import { heal, type HealArguments } from './commands/heal.ts';
import { heap } from './commands/heap.ts';
import { lab, type LabArguments } from './commands/lab.ts';
import type { Outcome } from './commands/outcome.ts';
import { rules, type RulesArguments } from './commands/rules.ts';
import { scan, type ScanArguments } from './commands/scan.ts';
import { addHeapCommands } from './heap-program.ts';
import { examples } from './options/examples.ts';
import { reporterNames, type ReporterTarget } from './options/reporter.ts';
import {
  addHeader,
  addText,
  byteCount,
  httpUrl,
  oneOf,
  portNumber,
  positiveInteger,
  seconds,
} from './options/values.ts';
import { withReporter } from './options/with-reporter.ts';
import { withSources } from './options/with-sources.ts';
import { watch, type WatchArguments } from './commands/watch.ts';
import type { Tools } from './tools.ts';
import { version } from './version.ts';
import type { World } from './world.ts';

/** A command with its arguments read: what to run, and who reports the outcome. */
export interface Task {
  readonly reporters: readonly ReporterTarget[];
  run(): Promise<Outcome>;
}

interface Reported {
  readonly reporter?: readonly ReporterTarget[];
}

/** The command line: its commands, options and help; every command ends in one task for `execute`. */
export function buildProgram(tools: Tools, world: World, execute: (task: Task) => Promise<void>): Command {
  const program = new Command('watertight')
    .description('Finds, pins down, fixes and proves fixed the memory leaks of Node.js servers.')
    .version(version(), '-V, --version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => world.stdout.write(text),
      // Commander shows the help here where no command is named; errors are printed by `run`.
      writeErr: (text) => (text.startsWith('error:') ? undefined : world.stderr.write(text)),
    })
    .addHelpText('after', exitStatuses);
  program.enablePositionalOptions();

  withTarget(program.command('check'))
    .summary('load a server, judge its memory and pin each leak to its line')
    .description(
      'Starts a server, loads it in rounds and judges its memory: leaking, stable or inconclusive. ' +
        'Each leak is shown with its object, who holds it, and the line that inserts into it. Writes nothing.',
    )
    .option(
      '--budget <amount>',
      'growth per request to put up with, such as "64 B", instead of those in the configuration',
      byteCount('--budget'),
    )
    .option('--baseline <file>', 'an earlier trial: only leaks that are new, or grow more, fail')
    .option('--save-baseline <file>', 'keep this trial for that, and accept its leaks')
    .addHelpText(
      'after',
      examples(
        "watertight check --route 'GET /users/{n}' -- node dist/server.js",
        'watertight check --route \'POST /login {"user":"u{n}"}\' -- npm start',
        "watertight check --route 'GET /' --save-baseline main.json -- npm start",
        "watertight check --route 'GET /' --baseline main.json -- npm start",
        "watertight check --route 'GET /' --budget '64 B' --reporter json=leaks.json -- npx tsx src/server.ts",
      ),
    )
    .action((command: string[], flags: Omit<CheckArguments, 'command'> & Reported) =>
      execute({ reporters: flags.reporter ?? [], run: () => check({ ...flags, command }, tools, world) }),
    );

  withReporter(withSources(program.command('scan').argument('[path]', 'a folder or a file', '.')), reporterNames)
    .summary('find leaks in source')
    .description(
      'Finds leaks in source by the lifetimes of variables, fields and closures. Runs nothing. ' +
        'A comment `// watertight-ignore <rule>: <reason>` above a statement leaves it out.',
    )
    .option('--explain', 'what grows, who holds it, where its keys come from, why nothing bounds it, what to do')
    .option('--stats', 'what each rule cost')
    .option('--cache', 'keep results, in the cache folder of the user, and answer at once where nothing has changed')
    .option('--cache-folder <folder>', 'keep them there')
    .option('--suppress-all', 'accept all findings of today: write them to watertight-suppressions.json')
    .option('--prune', 'take findings that are no more out of watertight-suppressions.json')
    .addHelpText(
      'after',
      examples(
        'watertight scan src',
        'watertight scan --since origin/main --reporter json',
        'watertight scan --only unclosed-file --explain',
        'watertight scan --suppress-all',
      ),
    )
    .action((path: string, flags: Omit<ScanArguments, 'path'> & Reported) =>
      execute({ reporters: flags.reporter ?? [], run: () => scan({ ...flags, path }, tools, world) }),
    );

  program
    .command('rules')
    .argument('[id]', 'a rule')
    .summary('list the rules, or explain one')
    .description(
      'Lists the rules of scan and fix, or shows the page of one: what happens, how it shows, how to fix it.',
    )
    .option('--json', 'as JSON')
    .addHelpText('after', examples('watertight rules', 'watertight rules unbounded-cache'))
    .action((id: string | undefined, flags: Omit<RulesArguments, 'id'>) =>
      execute({
        reporters: [],
        run: () => Promise.resolve(rules({ ...flags, ...(id !== undefined && { id }) }, world)),
      }),
    );

  withReporter(withSources(program.command('fix').argument('[path]', 'a folder or a file', '.')), reporterNames)
    .summary('rewrite leaks in source; a diff by default')
    .description(
      'Shows as a diff how the leaks that scan finds can be rewritten. Nothing is written without --write or --interactive. ' +
        'Exit status: 1 while a finding is left, be it that nothing was written or that no rewrite was safe; else 0.',
    )
    .option('--unsafe', 'also the rewrites that a person should look at')
    .option('--write', 'write the rewrites, all or none')
    .option('--interactive', 'show each rewrite and ask; those that are accepted are written together')
    .option('--check', 'exit status 1 only where a rewrite is to be made; for CI')
    .option('--allow-dirty', 'write although git has changes that are not committed')
    .addHelpText(
      'after',
      examples(
        'watertight fix src',
        'watertight fix src --unsafe --write',
        'watertight fix --interactive --changed --allow-dirty',
      ),
    )
    .action((path: string, flags: Omit<FixArguments, 'path'> & Reported) =>
      execute({ reporters: flags.reporter ?? [], run: () => fix({ ...flags, path }, tools, world) }),
    );

  withTarget(program.command('heal'))
    .summary('check, rewrite a copy, and prove it by the same trial')
    .description(
      'Checks a server; where it leaks, rewrites a copy of it and runs the same trial on the copy. A rewrite is accepted ' +
        'only if memory is flat and the responses are the same. The source stays as it is without --write.',
    )
    .option('--unsafe', 'also try the rewrites that a person should look at')
    .option('--build <command>', 'what builds the server after a rewrite, such as "npm run build"')
    .option('--test <command>', 'its own tests, which must pass in the copy before the proof, such as "npm test"')
    .option('--setup <command>', 'what brings a database, say, to the same state before each start of the server')
    .option('--teardown <command>', 'what takes that away after each stop')
    .option('--interactive', 'show each proved rewrite, and ask whether to keep it')
    .option('--commit [branch]', 'commit the accepted patches to a new branch (watertight/heal), one by one')
    .option('--write', 'apply the accepted patches to the source')
    .option('--allow-dirty', 'write although git has changes that are not committed')
    .option('--report-dir <folder>', 'write evidence.json, report.html and, if something healed, heal.patch there')
    .addHelpText(
      'after',
      examples(
        "watertight heal --route 'GET /users/{n}' -- node server.js",
        "watertight heal --route 'GET /' --unsafe --build 'npm run build' --report-dir watertight-report -- npm start",
        "watertight heal --route 'GET /' --unsafe --test 'npm test' --interactive --commit fix/leaks -- npm start",
      ),
    )
    .action((command: string[], flags: Omit<HealArguments, 'command'> & Reported) =>
      execute({ reporters: flags.reporter ?? [], run: () => heal({ ...flags, command }, tools, world) }),
    );

  withReporter(
    withLoad(program.command('attach').argument('<process>', 'a process id, or the URL of an inspector'))
      .option('--watch-traffic', 'send nothing: the traffic that comes in is the load')
      .option('--round <seconds>', 'how long a round of watched traffic is (10)', seconds('--round'))
      .option(
        '--snapshot <yes|no|ask>',
        'whether heap snapshots may be taken, for which the process stands still; ask, where a terminal is there',
        oneOf('--snapshot', ['yes', 'no', 'ask']),
      )
      .option('--budget <amount>', 'growth per request to put up with, such as "64 B"', byteCount('--budget'))
      .option('--url <url>', 'where the server is reached, if not on the port of the process', httpUrl)
      .option('--cwd <folder>', 'what files are relative to, if not the folder of the process')
      .option('--quiet', 'no progress')
      .option('--verbose', 'show the output of --load'),
    reporterNames,
  )
    .summary('judge a process that already runs, and leave it as it was')
    .description(
      'Judges a Node process that was started without Watertight. By its id (Linux) the inspector is opened with SIGUSR1 ' +
        'on 127.0.0.1 and closed afterwards; by URL (ws://… or http://127.0.0.1:9229) it stays as it is. Everything that is ' +
        'changed in the process is taken back at the end. Without heap snapshots it goes on by sampling and says what it could not see.',
    )
    .addHelpText(
      'after',
      examples(
        "watertight attach 4711 --route 'GET /users/{n}'",
        'watertight attach 4711 --watch-traffic --round 30 --snapshot no',
        "watertight attach http://127.0.0.1:9229 --load 'k6 run shop.js' --snapshot yes",
      ),
    )
    .action((process: string, flags: Omit<AttachArguments, 'process'> & Reported) =>
      execute({ reporters: flags.reporter ?? [], run: () => attach({ ...flags, process }, tools, world) }),
    );

  program
    .command('watch')
    .argument('[command...]', 'what to start, after --, be it a server or not')
    .passThroughOptions()
    .option('--attach <process>', 'a process that runs already instead: its id (Linux), or the URL of its inspector')
    .option('--every <seconds>', 'time between two looks', seconds('--every'), 1000)
    .option('--for <seconds>', 'stop after so long; else when the process ends, at q or Ctrl-C', seconds('--for'))
    .option(
      '--reporter <name>',
      'human, or jsonl for one record per line',
      oneOf('--reporter', ['human', 'jsonl']),
      'human',
    )
    .option('--cwd <folder>', 'where it starts, and what files are relative to')
    .option('--start-timeout <seconds>', 'how long to wait for a Node process', seconds('--start-timeout'))
    .option('--verbose', "show the process's own output")
    .summary('look at a process while it works')
    .description(
      'Shows the heap of a process and what its collector does, resident and external memory, descriptors, requests, how late ' +
        'its event loop is, and the lines that allocated what is still there. It sends no load and gives no verdict; the ' +
        'engine runs at full speed. On a terminal the view stays in place; elsewhere each look is a line.',
    )
    .addHelpText(
      'after',
      examples(
        'watertight watch -- node dist/server.js',
        'watertight watch --attach 4711 --for 60',
        'watertight watch --reporter jsonl --every 5 -- node dist/worker.js > moments.jsonl',
      ),
    )
    .action((command: string[], flags: Omit<WatchArguments, 'command'>) =>
      execute({ reporters: [], run: () => watch({ ...flags, command }, tools, world) }),
    );

  withReporter(program.command('audit').argument('[path]', 'a folder or a lock file', '.'), reporterNames)
    .summary('find locked versions of packages that are known to leak')
    .description(
      'Checks the lock file of npm, pnpm or Yarn against the leaks of published packages that a version mends. ' +
        'Asks nobody and writes nothing. Leaks that depend on how a package is used are found by scan.',
    )
    .addHelpText('after', examples('watertight audit', 'watertight audit packages/api --reporter sarif=audit.sarif'))
    .action((path: string, flags: Reported) =>
      execute({ reporters: flags.reporter ?? [], run: () => audit({ path }, world) }),
    );
  program
    .command('lab')
    .summary('learn leaks: make them, watch them, find their line, mend them')
    .description(
      'Starts a page on this machine with exercises: small servers that leak, each in a process of its own beside its repaired ' +
        'twin. It serves this machine alone, asks each page for the token in its link, and leaves nothing behind when it is stopped.',
    )
    .option('--port <port>', 'where it listens; 0 for any free port', portNumber, 4711)
    .option('--host <address>', 'listen there instead, so that others reach it; over plain HTTP', '127.0.0.1')
    .option(
      '--participants <n>',
      'teach a class of at most so many; they join by a link',
      positiveInteger('--participants'),
    )
    .option('--open', 'open it in the browser')
    .addHelpText('after', examples('watertight lab --open', 'watertight lab --participants 12 --host 192.168.0.7'))
    .action((flags: LabArguments) => execute({ reporters: [], run: () => lab(flags, tools, world) }));
  addHeapCommands(program, ({ reporters, ...question }) =>
    execute({ reporters, run: () => heap(question, tools, world) }),
  );
  return program;
}

/** What `check` and `heal` share. */
function withTarget(command: Command): Command {
  return withReporter(
    withLoad(
      command
        .argument('[command...]', 'what starts the server, after --; without it, that of the configuration')
        .passThroughOptions(),
    )
      .option(
        '--url <url>',
        'where the server listens, if not on the port it opens first; unix:/run/app.sock for a Unix socket',
        httpUrl,
      )
      .option('--cwd <folder>', 'the root of the server: where it starts, and what files are relative to')
      .option('--start-timeout <seconds>', 'how long to wait for the server to listen', seconds('--start-timeout'))
      .option(
        '--config <file>',
        'a configuration with the server and its budgets, instead of the nearest watertight.config.ts, mjs, js or json',
      )
      .option('--no-config', 'no configuration')
      .option('--quiet', 'no progress')
      .option('--verbose', "show the server's own output, and all that the trial tells"),
    reporterNames,
  );
}

/** Who sends which requests. */
function withLoad(command: Command): Command {
  return command
    .option(
      '--route <route>',
      "a request to send, such as 'GET /users/{n}'; {n} counts; may repeat; without it, the GET routes that the app tells of and that answer without an error",
      addText,
    )
    .option('-H, --header <header>', "a header for every route, such as 'x-client: {n}'; may repeat", addHeader)
    .option(
      '--scenario <file>',
      'requests in turn, with logins and cookies, as JSON; or a module that exports `scenario` or `drive`',
    )
    .option(
      '--load <command>',
      'what sends the requests instead, such as "k6 run shop.js"; it is told WATERTIGHT_URL and WATERTIGHT_REQUESTS',
    )
    .option('--requests <n>', 'requests per round', positiveInteger('--requests'))
    .option('--warm-up <n>', 'requests before the first round', positiveInteger('--warm-up'))
    .option('--connections <n>', 'connections at a time', positiveInteger('--connections'));
}

const exitStatuses = `
Exit status: 0 clean, 1 leak or findings, 2 usage or internal error, 3 inconclusive.
The result goes to stdout, progress to stderr. NO_COLOR is respected.`;
