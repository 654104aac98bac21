import type { ProblemPlace } from '../problems/problem.ts';
import { fileInRepository, type ReportContext } from '../report-context.ts';

/** What relative URIs are relative to. */
export const rootId = 'SRCROOT';

export function locationOf({ file, line, column }: ProblemPlace, context: ReportContext): object {
  return {
    physicalLocation: {
      artifactLocation: artifactOf(file, context),
      region: { startLine: line, ...(column !== undefined && { startColumn: column }) },
    },
  };
}

export function artifactOf(file: string, context: ReportContext): object {
  const uri = fileInRepository(file, context).split('/').map(encodeURIComponent).join('/');
  return { uri, uriBaseId: rootId };
}
