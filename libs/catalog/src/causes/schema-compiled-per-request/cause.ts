import { defineCause } from '../../cause.ts';

export const schemaCompiledPerRequest = defineCause({
  id: 'schema-compiled-per-request',
  title: 'A schema compiled on every request',
  category: 'dependency',
  mechanism:
    'The compiler keeps each compiled schema in a Map by the schema object, and every request makes another such object.',
  article: 5,
  evidence: { growing: 'SchemaEnv', sink: 'Map', retainingPath: ['ajv'], signal: 'heap-after-gc', package: 'ajv' },
  workload: { path: '/invoices/{n}', requests: 1_000 },
});
