/** What a reporter must know beside the result: all that depends on where and by whom the command is run. */
export interface ReportContext {
  /** Version of the command. */
  readonly version: string;
  /** From the root of the repository to the root that files in the result are relative to: `''` or such as `packages/api/`. */
  readonly folder: string;
  /** The reference page of a cause, as Markdown; undefined where there is none. */
  readonly pageOf: (cause: string) => string | undefined;
}

/** A context without a repository and without pages. */
export const noContext: ReportContext = { version: '0.0.0', folder: '', pageOf: () => undefined };

/** A file of a result, relative to the root of the repository, with forward slashes. */
export function fileInRepository(file: string, { folder }: ReportContext): string {
  const segments: string[] = [];
  for (const segment of `${folder}${file}`.replaceAll('\\', '/').split('/')) {
    if (segment === '..' && segments.length > 0 && segments.at(-1) !== '..') segments.pop();
    else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  return segments.join('/');
}
