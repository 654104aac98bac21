import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonSchemas } from './json-schemas.ts';

const folder = join(__dirname, '../schemas');

describe('the JSON Schemas', () => {
  test.each(Object.entries(jsonSchemas()))(
    'schemas/%s.schema.json is current (else: npm run schemas)',
    (name, schema) => {
      expect(JSON.parse(readFileSync(join(folder, `${name}.schema.json`), 'utf8'))).toEqual(schema);
    },
  );

  test('no file is left of a schema that is no more', () => {
    expect(readdirSync(folder).sort()).toEqual(
      Object.keys(jsonSchemas())
        .sort()
        .map((name) => `${name}.schema.json`),
    );
  });

  test('leave room for fields that a later version adds', () => {
    expect(JSON.stringify(jsonSchemas())).not.toContain('"additionalProperties":false');
  });

  test('describe the class of a leak although its field is named like a method of every object', () => {
    expect(jsonSchemas().evidence).toHaveProperty('properties.leaks.items.properties.constructor.type', [
      'string',
      'null',
    ]);
  });
});
