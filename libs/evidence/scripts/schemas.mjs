// Writes schemas/*.schema.json from the zod schemas; with --check it only says which are out of date, and fails.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { jsonSchemas } from '../dist/json-schemas.js';

const check = process.argv.includes('--check');
const folder = new URL('../schemas/', import.meta.url);

await mkdir(folder, { recursive: true });
for (const [name, schema] of Object.entries(jsonSchemas())) {
  const path = fileURLToPath(new URL(`${name}.schema.json`, folder));
  const text = await format(JSON.stringify(schema), { ...(await resolveConfig(path)), filepath: path });
  const current = await readFile(path, 'utf8').catch(() => '');
  if (text === current) continue;
  if (check) {
    console.error(`schemas/${name}.schema.json is out of date; run: npm run schemas -w @watertight/evidence`);
    process.exitCode = 1;
  } else {
    await writeFile(path, text);
  }
}
