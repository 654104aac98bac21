import { z } from 'zod';
import { evidenceSchema } from './evidence.ts';
import { scanSchema } from './findings.ts';
import { fixSchema } from './fixing.ts';
import { healSchema } from './healing.ts';

const published = {
  evidence: { title: 'watertight check', schema: evidenceSchema },
  scan: { title: 'watertight scan', schema: scanSchema },
  fix: { title: 'watertight fix', schema: fixSchema },
  heal: { title: 'watertight heal', schema: healSchema },
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
    { title: `${title} --reporter json`, ...z.toJSONSchema(schema, { io: 'input' }) },
  ]);
  return Object.fromEntries(entries) as Record<JsonSchemaName, object>;
}
