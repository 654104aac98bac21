import type { ScanResult } from '@watertight/evidence';
import { ts } from 'ts-morph';
import { nearestName } from './config/nearest-name.ts';
import { relativeFile } from './project/source-files.ts';

/** A comment `// watertight-ignore <rule>[, <rule>]: reason`. */
interface IgnoreComment {
  readonly file: ts.SourceFile;
  /** From zero. */
  readonly line: number;
  readonly rules: readonly string[];
  readonly reason: string;
  /** The rules that found something below it. */
  readonly used: Set<string>;
}

/** The comments that leave findings out, and what is wrong with them. */
export class IgnoreComments {
  readonly #byFile = new Map<ts.SourceFile, readonly IgnoreComment[]>();

  /** Whether the comment in the lines above a node names the rule, and says why. */
  isIgnored(node: ts.Node, rule: string): boolean {
    const file = node.getSourceFile();
    const comments = this.#commentsOf(file);
    if (comments.length === 0) return false;
    const lines = file.getLineStarts();
    const { line } = ts.getLineAndCharacterOfPosition(file, node.getStart());
    for (let above = line - 1; above >= 0; above--) {
      if (!/^\s*\/\//.test(file.text.slice(lines[above], lines[above + 1]))) return false;
      const comment = comments.find((each) => each.line === above && each.rules.includes(rule));
      comment?.used.add(rule);
      if (comment && comment.reason !== '') return true;
    }
    return false;
  }

  /** What is wrong with the comments in some files, once the rules of these names have run on all. */
  problems(root: string, files: readonly ts.SourceFile[], ran: ReadonlySet<string>, known: readonly string[]) {
    return files.flatMap((file) =>
      this.#commentsOf(file).flatMap((comment): NonNullable<ScanResult['comments']> => {
        const problem = problemOf(comment, ran, known);
        return problem === undefined
          ? []
          : [{ file: relativeFile(root, file.fileName), line: comment.line + 1, problem }];
      }),
    );
  }

  #commentsOf(file: ts.SourceFile): readonly IgnoreComment[] {
    if (!file.text.includes('watertight-ignore')) return [];
    const found = this.#byFile.get(file) ?? [...commentsIn(file)];
    this.#byFile.set(file, found);
    return found;
  }
}

const commentLine = /^\s*\/\/\s*watertight-ignore(?:\s+([\w-]+(?:\s*,\s*[\w-]+)*))?\s*(?::\s*(.*?))?\s*$/;

function* commentsIn(file: ts.SourceFile): Generator<IgnoreComment> {
  for (const [line, text] of file.text.split(/\r?\n/).entries()) {
    const [match, rules = '', reason = ''] = commentLine.exec(text) ?? [];
    if (match === undefined) continue;
    yield { file, line, rules: rules.split(/\s*,\s*/).filter(Boolean), reason, used: new Set() };
  }
}

function problemOf({ rules, reason, used }: IgnoreComment, ran: ReadonlySet<string>, known: readonly string[]) {
  if (rules.length === 0)
    return 'it names no rule, and so ignores nothing; write `// watertight-ignore <rule>: <reason>`';
  const mistyped = rules.find((rule) => !known.includes(rule));
  if (mistyped !== undefined) return `there is no rule ${mistyped}; the nearest is ${nearestName(mistyped, known)}`;
  if (reason === '') return 'it gives no reason, and so ignores nothing; add one behind a colon';
  const idle = rules.filter((rule) => ran.has(rule) && !used.has(rule));
  return idle.length === 0 ? undefined : `${idle.join(', ')} would find nothing here; remove the comment`;
}
