import { appendFile } from 'node:fs/promises';
import { CodedError } from '@watertight/evidence';
import { markdown, type Report } from '@watertight/reporters';
import type { World } from '../world.ts';

// GitHub takes no more than 1 MiB from a step, and drops all of what is longer.
const mostCharacters = 500_000;

/**
 * Adds a result to the summary of the job, where GitHub Actions asks for one.
 *
 * @throws {CodedError} `WRITE_FAILED`
 */
export async function appendStepSummary(report: Report, { env }: Pick<World, 'env'>): Promise<void> {
  const path = env['GITHUB_STEP_SUMMARY'];
  if (path === undefined || path === '') return;
  try {
    await appendFile(path, `${markdown(report, { mostCharacters })}\n`);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CodedError('WRITE_FAILED', `cannot write GITHUB_STEP_SUMMARY: ${why}; unset it to go without`, { cause });
  }
}
