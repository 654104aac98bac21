import { resolve } from 'node:path';
import { LintSession } from '@watertight/codemods';
import type { Rule } from 'eslint';

/** What `settings.watertight` may say. */
interface Settings {
  /** The folder that is one program; where ESLint runs unless named. */
  readonly root?: string;
  /** A `watertight.config.*`, instead of the nearest. */
  readonly config?: string;
}

// One for each root and configuration, for as long as the process lints: a handful, named by people.
const sessions = new Map<string, LintSession>();

/** The session that all files and rules of a lint run share, so that the program is analysed once. */
export function sessionFor({ cwd, settings }: Rule.RuleContext): LintSession {
  const { root = '.', config } = (settings['watertight'] ?? {}) as Settings;
  const folder = resolve(cwd, root);
  const configFile = config === undefined ? undefined : resolve(cwd, config);
  const key = JSON.stringify([folder, configFile]);
  const session = sessions.get(key) ?? new LintSession(folder, configFile);
  sessions.set(key, session);
  return session;
}
