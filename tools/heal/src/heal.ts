import type { HealResult } from '@watertight/evidence';
import { commitAccepted, requireCommittable } from './commit.ts';
import { refuseDirtyTree } from './git-tree.ts';
import { healLeaks } from './heal-leaks.ts';
import { orInterruption, throwIfInterrupted } from './interruption.ts';
import type { HealOptions, HealTools } from './options.ts';
import { lookAhead } from './look-ahead.ts';
import { copyTarget } from './target-copy.ts';
import { withTemporaryFolder } from './temporary-folder.ts';
import { realTools } from './tools.ts';
import { runRecordedTrial } from './workbench.ts';
import { writeAccepted } from './write-accepted.ts';

/**
 * Tries a target, rewrites a copy of it where it leaks, and proves each rewrite by the same trial. The source stays as it is
 * unless `write` is set; the copy is removed in any case.
 *
 * @throws {CodedError} `GIT_TREE_DIRTY`, `GIT_FAILED`, `BRANCH_TAKEN`, `BUILD_NEEDED`, `BUILD_FAILED`, `TESTS_FAILED`, `SETUP_FAILED`,
 *   `TEARDOWN_FAILED`, `WRITE_FAILED`, `INTERRUPTED`, and what a trial throws
 * @example
 * const { healed, remaining } = await heal({
 *   command: ['node', 'server.js'],
 *   cwd: process.cwd(),
 *   routes: [parseRoute('GET /users/{n}')],
 *   unsafe: false,
 *   write: false,
 *   allowDirty: false,
 * });
 */
export function heal(options: HealOptions, tools: HealTools = realTools()): Promise<HealResult> {
  return orInterruption(options.signal, run(options, tools));
}

async function run(options: HealOptions, tools: HealTools): Promise<HealResult> {
  const { cwd, signal, write, allowDirty } = options;
  const report = progressOf(options);
  throwIfInterrupted(signal);
  if (write && !allowDirty) await refuseDirtyTree(cwd);
  if (options.commit !== undefined) await requireCommittable(cwd, options.commit);
  lookAhead(options, tools);
  const original = await runRecordedTrial({ options, tools }, ({ message, fraction }) =>
    report(message, 0.4 * fraction),
  );
  const before = original.evidence;
  if (before.verdict !== 'leaking') {
    report('done', 1);
    return { schemaVersion: 1, healed: [], remaining: [], before, after: null, written: false };
  }
  return withTemporaryFolder(async (folder) => {
    report('copying the target', 0.4);
    const copy = await copyTarget(cwd, folder, signal);
    const { accepted, ...healing } = await healLeaks({ options, tools, copy, original, report });
    throwIfInterrupted(signal);
    const edits = accepted.flatMap((one) => one.edits);
    // The commit first: it writes no file, so that where it fails nothing is half done.
    const committed =
      options.commit !== undefined &&
      accepted.length > 0 &&
      (await commitAccepted(cwd, options.commit, accepted, folder));
    const written = write && writeAccepted(cwd, edits, tools);
    report('done', 1);
    return {
      schemaVersion: 1,
      ...healing,
      healed: [...healing.healed],
      before,
      written,
      ...(committed && { committed }),
    };
  });
}

/** Progress never runs backwards, also where a second candidate is tried. */
function progressOf({ onProgress }: HealOptions): (message: string, fraction: number) => void {
  let furthest = 0;
  return (message, fraction) => {
    furthest = Math.max(furthest, Math.min(fraction, 1));
    onProgress?.({ message, fraction: furthest });
  };
}
