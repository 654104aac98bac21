import { schemaRows } from './schema-rows.ts';

const told = (schema: Parameters<typeof schemaRows>[0]) =>
  schemaRows(schema).map(({ path, type }) => `${path}: ${type}`);

test('fields are told by their path, outer before inner', () => {
  const leak = { type: 'object', properties: { line: { type: 'integer' }, fix: { enum: ['a', 'b'] } } };
  expect(told({ properties: { leaks: { type: 'array', items: leak }, node: { const: 1 } } })).toEqual([
    'leaks: object[]',
    'leaks[].line: integer',
    'leaks[].fix: "a" | "b"',
    'node: 1',
  ]);
});

test('what may be one of several is told with all, and what may be null says so', () => {
  const sink = { anyOf: [{ type: 'object', properties: { name: { type: 'string' } } }, { type: 'null' }] };
  expect(told({ properties: { sink } })).toEqual(['sink: object | null', 'sink.name: string']);
});

test('what refers to itself is told once', () => {
  const node = { type: 'object', properties: { children: { type: 'array', items: { $ref: '#/$defs/node' } } } };
  expect(told({ properties: { tree: { $ref: '#/$defs/node' } }, $defs: { node } })).toEqual([
    'tree: object',
    'tree.children: object[]',
  ]);
});
