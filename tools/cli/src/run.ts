import { CommanderError } from 'commander';
import { CodedError, errorCodes, type ErrorCode } from '@watertight/evidence';
import { wrap } from '@watertight/reporters';
import { errorOnStdout } from './output/error-on-stdout.ts';
import { publish } from './output/publish.ts';
import { styleFor } from './output/style.ts';
import { buildProgram } from './program.ts';
import type { Tools } from './tools.ts';
import type { StopSignal, World } from './world.ts';

const usageStatus = 2;
// The shell's way to say that a signal ended a program: 128 and its number.
export const statusOfSignal = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const satisfies Record<StopSignal, number>;

/** Runs the command line and answers with the exit status; the one place that prints errors. */
export async function run(argv: readonly string[], tools: Tools, world: World): Promise<number> {
  const status = await statusOf(argv, tools, world);
  const stoppedBy = world.stoppedBy();
  return stoppedBy ? statusOfSignal[stoppedBy] : status;
}

async function statusOf(argv: readonly string[], tools: Tools, world: World): Promise<number> {
  let status = 0;
  const program = buildProgram(tools, world, async (task) => {
    const outcome = await task.run();
    if ('text' in outcome) world.stdout.write(outcome.text);
    else await publish(outcome, task.reporters, world);
    if (outcome.details !== undefined) world.stderr.write(outcome.details);
    for (const note of outcome.notes ?? []) world.stderr.write(`note: ${note}\n`);
    status = outcome.exitStatus;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError && isHelp(error)) return error.code === 'commander.help' ? usageStatus : 0;
    return printError(error, argv, world);
  }
}

// Asked for, or shown because no command was named.
function isHelp({ code }: CommanderError): boolean {
  return code === 'commander.helpDisplayed' || code === 'commander.version' || code === 'commander.help';
}

function printError(error: unknown, argv: readonly string[], world: World): number {
  const { code, message, stack } = asCoded(error);
  world.stderr.write(`${fitted(`error [${code}]: ${message}`, world)}\n`);
  if (stack !== undefined) world.stderr.write(`${stack}\n`);
  world.stdout.write(errorOnStdout(argv, { code, message }));
  return errorCodes[code];
}

// A log keeps an error in one line, so that it can be searched for.
function fitted(text: string, { stderr, env }: World): string {
  return stderr.isTTY ? wrap(text, { width: styleFor(stderr, env).width, hang: 2 }) : text;
}

interface Printed {
  readonly code: ErrorCode;
  readonly message: string;
  /** Where it broke, if it is our own fault. */
  readonly stack?: string;
}

function asCoded(error: unknown): Printed {
  if (error instanceof CommanderError) {
    return { code: 'USAGE', message: error.message.replace(/^error: /, '').replaceAll('\n', ' ') };
  }
  if (!(error instanceof Error)) return { code: 'INTERNAL', message: String(error) };
  // Libraries that stand alone have coded errors of their own.
  const code = error instanceof CodedError ? error.code : (error as { code?: unknown }).code;
  if (isErrorCode(code)) return { code, message: error.message };
  return { code: 'INTERNAL', message: error.message, ...(error.stack !== undefined && { stack: error.stack }) };
}

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorCodes, code);
}
