import { drawHeap } from '@watertight/heap-snapshot-testing';
import { EdgeColumns, mostEdges } from './edge-columns.ts';
import { NodeColumns } from './node-columns.ts';
import { readLayout } from './snapshot-layout.ts';

// What a file of many gigabytes has in it, without the memory that all of it would take.
const { snapshot: header } = JSON.parse(drawHeap({ root: [] }).text) as { snapshot: object };
const layout = readLayout(header, 0);
const [internalType, elementType] = [3, 1];

test.each([2 ** 24, 2 ** 24 + 1, 613_566_757, 2 ** 30 - 1])(
  'an edge leads to node %i, however it is read',
  (ordinal) => {
    const record = [internalType, 5, ordinal * layout.nodeFieldCount] as const;
    const added = new EdgeColumns(layout, 0);
    added.add(Float64Array.from(record), 1, 0);
    expect(added.target.finish()).toEqual(Uint32Array.of(ordinal));
    const { columns, isWhole } = takeEdge(`${record.join()},`);
    // Ten digits and more are left to the other way.
    expect(columns.target.finish()).toEqual(isWhole ? Uint32Array.of(ordinal) : new Uint32Array());
    expect(isWhole).toBe(String(record[2]).length < 10);
  },
);

test('an entry may have any number of 32 bits', () => {
  const columns = new EdgeColumns(layout, 0);
  columns.add(Float64Array.of(elementType, 2 ** 32 - 1, 7), 1, 0);
  expect(columns.nameOrIndex.finish()).toEqual(Uint32Array.of(2 ** 32 - 1));
  expect(() => columns.add(Float64Array.of(elementType, 2 ** 32, 7), 1, 0)).toThrow('the name or index 4294967296');
});

test('edges of nodes are counted beyond 2^31, up to what 32 bits can number', () => {
  const columns = new NodeColumns(layout, 0);
  columns.add(Float64Array.from([nodeWith(2 ** 31), nodeWith(2 ** 31 - 20), nodeWith(4)].flat()), 3, 0);
  columns.close();
  expect(columns.firstEdge.finish()).toEqual(Uint32Array.of(0, 2 ** 31, 2 ** 32 - 20, mostEdges));
  const tooMany = new NodeColumns(layout, 0);
  expect(() => tooMany.add(Float64Array.from(nodeWith(mostEdges + 1)), 1, 0)).toThrow('edges');
});

function takeEdge(text: string): { columns: EdgeColumns; isWhole: boolean } {
  const columns = new EdgeColumns(layout, 0);
  const bytes = new TextEncoder().encode(text.padEnd(100));
  return { columns, isWhole: columns.takeUsual(bytes, 0, 1, 0) === text.length };
}

function nodeWith(edgeCount: number): number[] {
  return [3, 0, 1, 16, edgeCount, 0, 0];
}
