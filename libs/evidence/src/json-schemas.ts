import { z } from 'zod';
import { auditSchema } from './auditing.ts';
import { evidenceSchema } from './evidence.ts';
import { scanSchema } from './findings.ts';
import { fixSchema } from './fixing.ts';
import { healSchema } from './healing.ts';
import { jsonLineSchema } from './json-lines.ts';
import {
  heapDiffSchema,
  heapDominatorsSchema,
  heapGrowthSchema,
  heapRetainersSchema,
  heapStringsSchema,
  heapSummarySchema,
} from './heap.ts';

const published = {
  evidence: { title: 'watertight check', schema: evidenceSchema },
  scan: { title: 'watertight scan', schema: scanSchema },
  fix: { title: 'watertight fix', schema: fixSchema },
  heal: { title: 'watertight heal', schema: healSchema },
  audit: { title: 'watertight audit', schema: auditSchema },
  'json-lines': { title: 'watertight', schema: jsonLineSchema },
  'heap-summary': { title: 'watertight heap summary', schema: heapSummarySchema },
  'heap-diff': { title: 'watertight heap diff', schema: heapDiffSchema },
  'heap-growth': { title: 'watertight heap growth', schema: heapGrowthSchema },
  'heap-retainers': { title: 'watertight heap retainers', schema: heapRetainersSchema },
  'heap-dominators': { title: 'watertight heap dominators', schema: heapDominatorsSchema },
  'heap-strings': { title: 'watertight heap strings', schema: heapStringsSchema },
} as const;

export type JsonSchemaName = keyof typeof published;

/**
 * The JSON Schemas of all results, by name; `schemas/` holds them as files.
 * They allow unknown fields, because within a major version fields are added.
 *
 * @example
 * const { evidence } = jsonSchemas();
 */
export function jsonSchemas(): Record<JsonSchemaName, object> {
  const entries = Object.entries(published).map(([name, { title, schema }]) => [
    name,
    {
      title: `${title} --reporter ${name === 'json-lines' ? 'jsonl, each line' : 'json'}`,
      ...z.toJSONSchema(schema, { io: 'input' }),
    },
  ]);
  return Object.fromEntries(entries) as Record<JsonSchemaName, object>;
}
