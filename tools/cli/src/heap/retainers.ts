import { CodedError, type HeapRetainers } from '@watertight/evidence';
import {
  aggregatesByClass,
  findNodes,
  instancesOf,
  retainedSizesOf,
  retainerGraph,
  retainingPaths,
  type HeapSnapshot,
  type NodeId,
  type Ordinal,
} from '@watertight/heap-snapshot';
import { describeObject, isText, labelOf, pathLines, type TextOptions } from './object-text.ts';

/** What to look for; all that is told must hold. */
export interface RetainersQuery {
  readonly class?: string;
  readonly id?: number;
  readonly name?: string;
}

export interface RetainersOptions extends TextOptions {
  readonly top: number;
  /** How many ways to show by which each object is kept. */
  readonly paths: number;
}

/**
 * What keeps the objects that fit a query: of those that retain the most, the paths from a GC root.
 *
 * @throws {CodedError} `OBJECT_NOT_FOUND`
 */
export function retainersIn(
  file: string,
  snapshot: HeapSnapshot,
  query: RetainersQuery,
  options: RetainersOptions,
): HeapRetainers {
  const found = find(snapshot, query);
  if (found.length === 0) throw notFound(snapshot, file, query);
  const retained = retainedSizesOf(snapshot);
  const shown = found.sort((a, b) => retained[b]! - retained[a]!).slice(0, options.top);
  return {
    schemaVersion: 1,
    file,
    query: queryText(query),
    found: found.length,
    objects: shown.map((ordinal) => ({
      ...describeObject(snapshot, ordinal, options),
      retainingPaths: retainingPaths(snapshot, ordinal, options.paths).map((path) =>
        pathLines(snapshot, path, options),
      ),
    })),
    graph: graphOf(snapshot, shown[0]!, options),
  };
}

function find(snapshot: HeapSnapshot, { class: className, id, name }: RetainersQuery): Ordinal[] {
  if (id === undefined && name === undefined && className !== undefined) return instancesOf(snapshot, className);
  return findNodes(snapshot, {
    ...(className !== undefined && { className }),
    ...(id !== undefined && { id: id as NodeId }),
    ...(name !== undefined && { name: new RegExp(escaped(name)) }),
  });
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function queryText({ class: className, id, name }: RetainersQuery): string {
  const parts = [
    className !== undefined && `class ${className}`,
    id !== undefined && `id ${id}`,
    name !== undefined && `name '${name}'`,
  ];
  return parts.filter((part) => part !== false).join(', ');
}

const mostSuggestions = 5;

function notFound(snapshot: HeapSnapshot, file: string, query: RetainersQuery): CodedError {
  const wanted = query.class?.toLowerCase();
  const alike = new Set(
    aggregatesByClass(snapshot)
      .map(({ className }) => className)
      .filter((className) => wanted !== undefined && className.toLowerCase().includes(wanted)),
  );
  const remedy =
    alike.size > 0
      ? `there are ${[...alike].slice(0, mostSuggestions).join(', ')}`
      : `'watertight heap summary ${file}' lists the classes`;
  return new CodedError(
    'OBJECT_NOT_FOUND',
    `expected an object of ${queryText(query)} in ${file}, found none; ${remedy}`,
  );
}

// More of them and nobody finds the way in the picture.
const maxRetainers = 3;

// The drawing of a text would be the text itself.
function graphOf(snapshot: HeapSnapshot, ordinal: Ordinal, options: TextOptions): HeapRetainers['graph'] {
  const { nodes, edges } = retainerGraph(snapshot, ordinal, { maxRetainers });
  return {
    nodes: nodes.map((node) => {
      const isRedacted = isText(snapshot.typeName(node.ordinal)) && !options.showStrings;
      return isRedacted ? { ...node, label: labelOf(snapshot, node.ordinal, options) } : node;
    }),
    edges: [...edges],
  };
}
