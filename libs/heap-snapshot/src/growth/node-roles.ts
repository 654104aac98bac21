import { machineryNodes } from '../paths/preferred-tree.ts';
import { perSnapshot } from '../per-snapshot.ts';
import { startsAt } from '../string-table.ts';

/** What a node is to a program. */
export const role = {
  /** V8's own: compiled code, shapes, feedback, roots. It owns nothing and is not counted. */
  machinery: 0,
  /** Storage of one object: elements, hash tables, property arrays, the bytes of a buffer. */
  storage: 1,
  /** Strings, numbers, symbols: they are held, and hold nothing a program sees. */
  value: 2,
  /** Objects, functions and scopes: what a program can name. From here on a node may own others. */
  object: 3,
  closure: 4,
  context: 5,
} as const;

/** Where the names of scopes begin. */
export const contextName = 'system / Context';

/** The role of each node. */
export const nodeRoles = perSnapshot((snapshot): Uint8Array => {
  const { nodeType, nodeName, nodeTypes, strings } = snapshot.columns;
  const roleOfType = Uint8Array.from(nodeTypes, (type) => rolesByType[type] ?? role.machinery);
  const object = nodeTypes.indexOf('object');
  const native = nodeTypes.indexOf('native');
  const isMachinery = machineryNodes(snapshot);
  const kindOfName = strings.classified((bytes, start, end) => {
    if (startsAt(bytes, start, end, contextName)) return contextKind;
    return startsAt(bytes, start, end, 'system / ') || startsAt(bytes, start, end, 'Node / ') ? internalKind : 0;
  });
  return Uint8Array.from(nodeType, (type, node) => {
    if (isMachinery[node] === 1) return role.machinery;
    const kind = kindOfName[nodeName[node]!];
    if (type === object && kind === contextKind) return role.context;
    if (type === native && kind !== internalKind) return role.object;
    return roleOfType[type]!;
  });
});

const contextKind = 1;
const internalKind = 2;

const rolesByType: Readonly<Record<string, number>> = {
  hidden: role.storage,
  array: role.storage,
  native: role.storage,
  string: role.value,
  'concatenated string': role.value,
  'sliced string': role.value,
  number: role.value,
  symbol: role.value,
  bigint: role.value,
  object: role.object,
  regexp: role.object,
  closure: role.closure,
};
