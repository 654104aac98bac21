import { ts } from 'ts-morph';
import type { Analysis } from '../analysis/analysis.ts';
import type { Growth } from '../analysis/growth.ts';
import { initializerOf } from '../analysis/program-index.ts';
import { accessName, isAccess, outermost, unwrap } from '../analysis/syntax.ts';
import { importedName, isTaken } from '../edits/imports.ts';
import { replaceNode, type TextEdit } from '../edits/text-edit.ts';
import { importedPackages } from '../imported-packages.ts';
import type { Fix } from '../rule.ts';
import { keepsRunning, stopThem } from './running-entries.ts';

/** How many entries a cache keeps where nobody said. */
export const boundedEntries = 1000;

/** `new Map()` becomes `new LRUCache({ max })`, where the program uses nothing of a Map that an LRU cache lacks. */
export function boundingFix(growth: Growth, analysis: Analysis): Fix {
  const obstacle = obstacleTo(growth, analysis);
  if (obstacle !== undefined) return { kind: 'manual', advice: obstacle };
  return { kind: 'suggested', rewrite: () => rewriteToLru(growth) };
}

function rewriteToLru({ place }: Growth) {
  const { declaration } = place;
  const file = declaration.getSourceFile();
  const created = creationOf(declaration);
  const edits: TextEdit[] = [];
  const name = importedName(file, 'lru-cache', 'LRUCache') ?? 'LRUCache';
  const { type } = declaration as { type?: ts.TypeNode };
  if (type && ts.isTypeReferenceNode(type)) edits.push(replaceNode(type.typeName, name));
  if (created) edits.push(replaceNode(created, `new ${name}${typeArguments(created)}({ max: ${boundedEntries} })`));
  return {
    edits,
    imports: [{ file, module: 'lru-cache', name: 'LRUCache' }],
    dependencies: [importedPackages.lruCache],
    assumptions: [`${place.name} may forget all but the ${boundedEntries} entries used last; a miss must be harmless`],
    capEntries: boundedEntries,
  };
}

function typeArguments(created: ts.NewExpression): string {
  const given = created.typeArguments;
  return given ? `<${given.map((argument) => argument.getText()).join(', ')}>` : '';
}

function creationOf(declaration: ts.Node): ts.NewExpression | undefined {
  const value = initializerOf(declaration);
  const inner = value && unwrap(value);
  return inner && ts.isNewExpression(inner) ? inner : undefined;
}

// Forgetting one of these changes what the program means.
const noCache =
  /session|socket|client|connection|lock|mutex|semaphore|timer|timeout|interval|limit|throttl|pending|inflight|queue|subscri|listener/i;

function obstacleTo(growth: Growth, analysis: Analysis): string | undefined {
  const { place, kind, insertion } = growth;
  if (kind !== 'Map') return 'delete entries when they are done with, or hold them in an LRU cache';
  const created = creationOf(place.declaration);
  if (!created || (created.arguments?.length ?? 0) > 0)
    return 'it is not created empty where it is declared; bound it by hand';
  if (noCache.test(place.name))
    return `${place.name} is no cache: evicting an entry changes meaning; delete entries when they end`;
  if (keepsRunning(growth, analysis)) return stopThem;
  if (holdsUndefined(insertion.values)) return 'it stores undefined, which an LRU cache does not keep';
  const file = place.declaration.getSourceFile();
  if (importedName(file, 'lru-cache', 'LRUCache') === undefined && isTaken(file, 'LRUCache'))
    return 'the file gives the name LRUCache to something else';
  const { type } = place.declaration as { type?: ts.TypeNode };
  if (type && !(ts.isTypeReferenceNode(type) && type.typeName.getText() === 'Map'))
    return 'its declared type is not Map; bound it by hand';
  const odd = analysis.places.usesOf(place).find((use) => !isCacheUse(use));
  return odd && `${odd.getText()} is used as more than a cache on line ${lineOf(odd)}; bound it by hand`;
}

const cacheMembers = new Set(['get', 'set', 'has', 'delete', 'clear', 'size']);

function isCacheUse(use: ts.Expression): boolean {
  const outer = outermost(use);
  const { parent } = outer;
  if (ts.isExportSpecifier(parent) || ts.isImportSpecifier(parent)) return true;
  return isAccess(parent) && parent.expression === outer && cacheMembers.has(accessName(parent) ?? '');
}

function holdsUndefined(values: readonly ts.Expression[]): boolean {
  return values.some((value) => {
    const inner = unwrap(value);
    return (ts.isIdentifier(inner) && inner.text === 'undefined') || inner.kind === ts.SyntaxKind.NullKeyword;
  });
}

function lineOf(node: ts.Node): number {
  return ts.getLineAndCharacterOfPosition(node.getSourceFile(), node.getStart()).line + 1;
}
