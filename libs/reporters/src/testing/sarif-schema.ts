import { createRequire } from 'node:module';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

const schemaFile = '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';

/** What the standard's own schema has against a SARIF log; empty where nothing. */
export function sarifErrors(log: string): string[] {
  const validate = (validator ??= compiled());
  validate(JSON.parse(log));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

let validator: ValidateFunction | undefined;

function compiled(): ValidateFunction {
  const { $schema: _draft4, id: _id, ...schema } = createRequire(__filename)(schemaFile) as Record<string, unknown>;
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  return ajv.compile(schema);
}
