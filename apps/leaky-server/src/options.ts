import { parseArgs } from 'node:util';
import { causes, findCause, type CauseId, type SampleHalf } from '@watertight/catalog';
import { UsageError } from './usage-error.ts';

/** What to serve and where. */
export interface ServerOptions {
  readonly half: SampleHalf;
  /** The causes to mount, in the catalog's order. */
  readonly causeIds: readonly CauseId[];
  readonly host: string;
  /** 0 asks the system for any free port. */
  readonly port: number;
}

export type Invocation = { readonly kind: 'help' } | { readonly kind: 'serve'; readonly options: ServerOptions };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads flags and environment; a flag wins over its variable.
 *
 * @example
 * parseInvocation(['--fixed', '--cause', 'unbounded-cache'], process.env);
 */
export function parseInvocation(args: readonly string[], environment: Environment): Invocation {
  const flags = parseFlags(args);
  if (flags.help === true) return { kind: 'help' };
  const isFixed = flags.fixed ?? parseSwitch('WATERTIGHT_LEAKY_FIXED', environment['WATERTIGHT_LEAKY_FIXED']);
  return {
    kind: 'serve',
    options: {
      half: isFixed ? 'fixed' : 'leaky',
      causeIds: parseCauseIds(flags.cause ?? splitList(environment['WATERTIGHT_LEAKY_CAUSES'])),
      host: flags.host ?? (environment['HOST'] || '127.0.0.1'),
      port: parsePort(flags.port ?? (environment['PORT'] || '3000')),
    },
  };
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        fixed: { type: 'boolean' },
        cause: { type: 'string', multiple: true },
        port: { type: 'string' },
        host: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (cause) {
    throw new UsageError(`${firstSentence(cause)}; --help lists the flags`, { cause });
  }
}

/** Node's own message without its advice on how to pass an argument that begins with a dash. */
function firstSentence(error: unknown): string {
  const { message } = error as Error;
  const [sentence = message] = message.split(/\.\s|\n/, 1);
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '');
}

function parseSwitch(name: string, text = ''): boolean {
  if (['1', 'true'].includes(text)) return true;
  if (['', '0', 'false'].includes(text)) return false;
  throw new UsageError(`${name} is "${text}"; set it to 1 or 0`);
}

function splitList(text = ''): string[] {
  return text
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
}

function parseCauseIds(wanted: readonly string[]): CauseId[] {
  const unknown = wanted.find((id) => findCause(id) === undefined);
  const known = causes.map((cause) => cause.id);
  if (unknown !== undefined) throw new UsageError(`"${unknown}" is no cause; the causes are ${known.join(', ')}`);
  return wanted.length === 0 ? known : known.filter((id) => wanted.includes(id));
}

function parsePort(text: string): number {
  const port = Number(text);
  const isPort = /^\d+$/.test(text) && port <= 65_535;
  if (!isPort) throw new UsageError(`"${text}" is no port; give a number from 0 to 65535`);
  return port;
}
