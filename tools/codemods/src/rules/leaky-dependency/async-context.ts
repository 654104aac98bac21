import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { runsOnce } from '../../analysis/once-only.ts';
import { accessName, isAccess, outermost, type CallLike } from '../../analysis/syntax.ts';
import { styleOf } from '../../edits/file-style.ts';
import { removeLines } from '../../edits/lines.ts';
import { insertAt } from '../../edits/text-edit.ts';
import type { Rewrite } from '../../rule.ts';

/** Whether a storage is entered, so that Node lists it, and never disabled, which alone takes it from the list. */
export function isEnteredForGood(made: CallLike, analysis: Analysis): boolean {
  if (runsOnce(made, analysis)) return false;
  const holder = holderOf(made);
  if (!holder) return false;
  const used = analysis.index
    .referencesTo(holder)
    .map(({ parent }) => (isAccess(parent) ? accessName(parent) : undefined));
  return used.some((name) => name === 'run' || name === 'enterWith') && !used.includes('disable');
}

function holderOf(made: CallLike): ts.VariableDeclaration | undefined {
  const { parent } = outermost(made);
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent : undefined;
}

/** The declaration moves out of the function, in front of the module's statement that holds it. */
export function hoistedStorage(made: CallLike, analysis: Analysis): Rewrite | undefined {
  const holder = holderOf(made);
  const statement = holder?.parent.parent;
  if (!holder || !statement || !ts.isVariableStatement(statement)) return undefined;
  const isAlone = statement.declarationList.declarations.length === 1 && (made.arguments?.length ?? 0) === 0;
  if (!isAlone || isNamedTwice(holder, analysis)) return undefined;
  const file = made.getSourceFile();
  const { newLine } = styleOf(file);
  return {
    edits: [
      insertAt(file, startWithComment(moduleStatement(statement)), statement.getText() + newLine + newLine),
      removeLines(statement),
    ],
  };
}

/** Something else of the file has the name, too. */
function isNamedTwice(holder: ts.VariableDeclaration, { index }: Analysis): boolean {
  const file = holder.getSourceFile();
  const own = new Set<ts.Node>([holder.name, ...index.referencesTo(holder)]);
  return index.named(holder.name.getText()).some((each) => each.getSourceFile() === file && !own.has(each));
}

function moduleStatement(node: ts.Node): ts.Node {
  let outer = node;
  while (!ts.isSourceFile(outer.parent)) outer = outer.parent;
  return outer;
}

function startWithComment(statement: ts.Node): number {
  const [comment] = ts.getLeadingCommentRanges(statement.getSourceFile().text, statement.pos) ?? [];
  return comment?.pos ?? statement.getStart();
}
