import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { causes, findCause } from '@watertight/catalog';
import { CodedError } from '@watertight/evidence';
import type { z } from 'zod';
import {
  allowanceSchema,
  configNames,
  configSchema,
  resourceSchema,
  serverSchema,
  signalBudgetsSchema,
  type WatertightConfig,
} from './config.ts';
import { evaluateModule } from './evaluate-module.ts';
import { foldersToRepository } from '../project/folders.ts';
import { nearestName } from './nearest-name.ts';

/** A configuration, and where it stands: its patterns and paths are relative to that folder. */
export interface LoadedConfig {
  readonly file: string;
  readonly folder: string;
  readonly config: WatertightConfig;
}

/**
 * Reads the configuration for a folder or file: the one that is named, or the nearest `watertight.config.*` at or above it,
 * up to the root of its repository; undefined where there is none.
 *
 * @throws {CodedError} `CONFIG_INVALID`, `PATH_NOT_FOUND`
 */
export function loadConfig(path: string, named?: string): LoadedConfig | undefined {
  const file = named === undefined ? findConfig(path) : resolve(named);
  if (file === undefined) return undefined;
  if (!existsSync(file)) throw new CodedError('PATH_NOT_FOUND', `${named} does not exist; give a configuration file`);
  return { file, folder: dirname(file), config: checkConfig(read(file), relative(process.cwd(), file)) };
}

function findConfig(path: string): string | undefined {
  for (const folder of foldersToRepository(path)) {
    const found = configNames.map((name) => join(folder, name)).filter((file) => existsSync(file));
    if (found.length > 1) {
      throw new CodedError(
        'CONFIG_INVALID',
        `expected one configuration in ${folder}, found ${found.join(' and ')}; keep one`,
      );
    }
    if (found[0] !== undefined) return found[0];
  }
  return undefined;
}

function read(file: string): unknown {
  try {
    return file.endsWith('.json') ? JSON.parse(readFileSync(file, 'utf8')) : evaluateModule(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CodedError('CONFIG_INVALID', `${file} cannot be loaded: ${reason}`, { cause: error });
  }
}

function checkConfig(value: unknown, file: string): WatertightConfig {
  const checked = configSchema.safeParse(value);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw new CodedError('CONFIG_INVALID', `${file}: ${issue ? messageOf(issue) : 'it is no configuration'}`);
  }
  const unknown = Object.keys(checked.data.rules ?? {}).find((id) => !findCause(id));
  if (unknown === undefined) return checked.data;
  const nearest = nearestName(
    unknown,
    causes.map(({ id }) => id),
  );
  throw new CodedError('CONFIG_INVALID', `${file}: there is no rule '${unknown}'; the nearest is '${nearest}'`);
}

function messageOf(issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String).join('.');
  // Of what may be written in two ways, the way that came furthest tells.
  if (issue.code === 'invalid_union') {
    const [nearest] = issue.errors.flat().sort((a, b) => Number(isTelling(b)) - Number(isTelling(a)));
    if (nearest) return messageOf({ ...nearest, path: [...issue.path, ...nearest.path] });
  }
  // Lower case would change units and what was written.
  if (issue.code === 'custom') return `${path}: ${issue.message}`;
  if (issue.code !== 'unrecognized_keys') return `${path === '' ? 'it' : path}: ${issue.message.toLowerCase()}`;
  const known = knownKeys(issue.path);
  const [key = ''] = issue.keys;
  const place = path === '' ? '' : ` in ${path}`;
  return `unknown key '${key}'${place}; the nearest is '${nearestName(key, known)}', and all are ${known.join(', ')}`;
}

const isTelling = ({ code, path }: z.core.$ZodIssue) =>
  code === 'custom' || code === 'unrecognized_keys' || path.length > 0;

function knownKeys([section, , signal]: readonly PropertyKey[]): string[] {
  if (section === 'resources') return Object.keys(resourceSchema.shape);
  if (section === 'server') return Object.keys(serverSchema.shape);
  if (section !== 'budgets') return Object.keys(configSchema.shape);
  return Object.keys((signal === undefined ? signalBudgetsSchema : allowanceSchema).shape);
}
