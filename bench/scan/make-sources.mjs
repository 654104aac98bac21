// Writes a made server: features of five modules each (types, repository, service, helpers, router), the same bytes for the same
// size. Every fortieth feature leaks: its service keeps an entry for each client.
//
//   node make-sources.mjs <folder> <files> [ts|js]
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const nouns = [
  'order',
  'invoice',
  'customer',
  'product',
  'ticket',
  'shipment',
  'payment',
  'report',
  'message',
  'device',
];
const fields = [
  'name',
  'state',
  'owner',
  'total',
  'label',
  'region',
  'createdAt',
  'updatedAt',
  'reference',
  'priority',
];

/** Returns how much was written. */
export function makeSources(folder, fileCount, language = 'ts') {
  const isTyped = language === 'ts';
  let bytes = 0;
  let lines = 0;
  let files = 0;
  for (let feature = 0; files < fileCount; feature += 1) {
    const place = join(folder, 'src', `area${Math.floor(feature / 40)}`, `feature${feature}`);
    mkdirSync(place, { recursive: true });
    for (const [name, text] of Object.entries(modulesOf(feature))) {
      if (files >= fileCount) break;
      const written = isTyped ? text : untyped(text);
      writeFileSync(join(place, `${name}.${language}`), written);
      bytes += written.length;
      lines += written.split('\n').length - 1;
      files += 1;
    }
  }
  writeFileSync(join(folder, 'package.json'), '{ "name": "made", "private": true, "type": "module" }\n');
  const compilerOptions = {
    target: 'es2023',
    module: 'nodenext',
    strict: true,
    noEmit: true,
    allowJs: true,
    skipLibCheck: true,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }));
  return { files, bytes, lines };
}

function modulesOf(feature) {
  const noun = nouns[feature % nouns.length];
  const Noun = `${noun[0].toUpperCase()}${noun.slice(1)}${feature}`;
  const own = fields.filter((_, at) => (feature + at) % 3 !== 0);
  return {
    types: typesText(Noun, own),
    repository: repositoryText(Noun, noun, own),
    service: serviceText(Noun, noun, feature % 40 === 7),
    helpers: helpersText(Noun, own),
    router: routerText(Noun, noun),
  };
}

const typesText = (Noun, own) => `/** What is stored of a ${Noun}. */
export interface ${Noun} {
  id: string;
${own.map((field) => `  ${field}: string;`).join('\n')}
}

export interface ${Noun}Filter {
${own.map((field) => `  ${field}?: string;`).join('\n')}
  limit?: number;
}

export type ${Noun}Event = { kind: 'created'; id: string } | { kind: 'changed'; id: string; fields: string[] };

export const ${Noun}Defaults = {
${own.map((field) => `  ${field}: '${field}',`).join('\n')}
};

${own
  .map(
    (field) => `export function has${field[0].toUpperCase()}${field.slice(1)}(value: ${Noun}Filter): boolean {
  const given = value.${field};
  if (given === undefined) return false;
  return given.trim().length > 0 && given !== ${Noun}Defaults.${field};
}`,
  )
  .join('\n\n')}
`;

const repositoryText = (Noun, noun, own) => `import { Pool } from 'pg';
import type { ${Noun}, ${Noun}Filter } from './types.js';

const pool = new Pool({ connectionString: process.env['DATABASE_URL'] });

export async function find${Noun}(id: string): Promise<${Noun} | undefined> {
  const { rows } = await pool.query('select * from ${noun} where id = $1', [id]);
  return rows[0];
}

export async function list${Noun}(filter: ${Noun}Filter): Promise<${Noun}[]> {
  const conditions: string[] = [];
  const values: unknown[] = [];
${own.map((field) => `  if (filter.${field} !== undefined) {\n    values.push(filter.${field});\n    conditions.push(\`${field} = $\${values.length}\`);\n  }`).join('\n')}
  const where = conditions.length > 0 ? \`where \${conditions.join(' and ')}\` : '';
  const { rows } = await pool.query(\`select * from ${noun} \${where} limit \${filter.limit ?? 50}\`, values);
  return rows;
}

export async function save${Noun}(item: ${Noun}): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('delete from ${noun} where id = $1', [item.id]);
    await client.query('insert into ${noun} (id, ${own.join(', ')}) values ($1, ${own.map((_, at) => `$${at + 2}`).join(', ')})', [item.id, ${own.map((field) => `item.${field}`).join(', ')}]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
`;

const serviceText = (Noun, noun, isLeaky) => `import { EventEmitter } from 'node:events';
import { find${Noun}, list${Noun}, save${Noun} } from './repository.js';
import { describe${Noun}, merge${Noun} } from './helpers.js';
import type { ${Noun}, ${Noun}Event, ${Noun}Filter } from './types.js';

const mostRecent = 500;

export class ${Noun}Service extends EventEmitter {
  private readonly recent = new Map<string, ${Noun}>();
  private readonly running = new Map<string, Promise<${Noun} | undefined>>();
${isLeaky ? '  private readonly lastSeen = new Map<string, number>();\n' : ''}
  async load(id: string, client: string): Promise<${Noun} | undefined> {
${isLeaky ? '    this.lastSeen.set(client, Date.now());\n' : ''}    const known = this.recent.get(id);
    if (known) return known;
    const running = this.running.get(id) ?? this.begin(id);
    const item = await running;
    if (item) this.remember(item);
    this.emit('loaded', { id, client, text: item ? describe${Noun}(item) : 'none' });
    return item;
  }

  async change(id: string, fields: ${Noun}Filter): Promise<${Noun} | undefined> {
    const item = await find${Noun}(id);
    if (!item) return undefined;
    const changed = merge${Noun}(item, fields);
    await save${Noun}(changed);
    this.recent.delete(id);
    const event: ${Noun}Event = { kind: 'changed', id, fields: Object.keys(fields) };
    this.emit('${noun}', event);
    return changed;
  }

  list(filter: ${Noun}Filter): Promise<${Noun}[]> {
    return list${Noun}(filter);
  }

  private begin(id: string): Promise<${Noun} | undefined> {
    const running = find${Noun}(id).finally(() => this.running.delete(id));
    this.running.set(id, running);
    return running;
  }

  private remember(item: ${Noun}): void {
    this.recent.set(item.id, item);
    if (this.recent.size <= mostRecent) return;
    const [oldest] = this.recent.keys();
    if (oldest !== undefined) this.recent.delete(oldest);
  }
}

export const ${noun}Service = new ${Noun}Service();
`;

const helpersText = (Noun, own) => `import type { ${Noun}, ${Noun}Filter } from './types.js';

export function describe${Noun}(item: ${Noun}): string {
  const parts: string[] = [item.id];
${own.map((field) => `  if (item.${field}) parts.push(\`${field}: \${item.${field}}\`);`).join('\n')}
  return parts.join(', ');
}

export function merge${Noun}(item: ${Noun}, fields: ${Noun}Filter): ${Noun} {
  return {
    ...item,
${own.map((field) => `    ${field}: fields.${field} ?? item.${field},`).join('\n')}
  };
}

export function compare${Noun}(a: ${Noun}, b: ${Noun}): number {
${own.map((field) => `  if (a.${field} !== b.${field}) return a.${field} < b.${field} ? -1 : 1;`).join('\n')}
  return 0;
}

export function group${Noun}(items: ${Noun}[]): Map<string, ${Noun}[]> {
  const groups = new Map<string, ${Noun}[]>();
  for (const item of items) {
    const group = groups.get(item.${own[0]}) ?? [];
    group.push(item);
    groups.set(item.${own[0]}, group);
  }
  return groups;
}
`;

const routerText = (Noun, noun) => `import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Router, type NextFunction, type Request, type Response } from 'express';
import { compare${Noun}, group${Noun} } from './helpers.js';
import { ${noun}Service } from './service.js';

export const router = Router();

router.get('/${noun}/:id', async (req: Request, res: Response, next: NextFunction) => {
  try {
    const item = await ${noun}Service.load(String(req.params['id']), String(req.ip));
    if (!item) {
      res.sendStatus(404);
      return;
    }
    res.json(item);
  } catch (error) {
    next(error);
  }
});

router.get('/${noun}', async (req: Request, res: Response, next: NextFunction) => {
  try {
    const items = await ${noun}Service.list({ limit: Number(req.query['limit'] ?? 20) });
    items.sort(compare${Noun});
    res.json(Object.fromEntries(group${Noun}(items)));
  } catch (error) {
    next(error);
  }
});

router.patch('/${noun}/:id', async (req: Request, res: Response, next: NextFunction) => {
  try {
    const changed = await ${noun}Service.change(String(req.params['id']), req.body);
    if (changed) res.json(changed);
    else res.sendStatus(404);
  } catch (error) {
    next(error);
  }
});

router.get('/${noun}/:id/file', async (req: Request, res: Response, next: NextFunction) => {
  try {
    if (res.destroyed) return;
    await pipeline(createReadStream(\`files/\${encodeURIComponent(String(req.params['id']))}\`), res);
  } catch (error) {
    if (!res.headersSent) next(error);
  }
});
`;

/** The same module as JavaScript: types, and what only types need, left out. */
function untyped(text) {
  return text
    .replace(/^export (?:interface \w+ \{[^}]*\}|type .*;)\n+/gm, '')
    .replace(/^import type .*\n/gm, '')
    .replace(/, type \w+/g, '')
    .replace(/private readonly |private /g, '')
    .replace(/new Map<.*>\(\)/g, 'new Map()')
    .replace(/\): [\w<>[\] |]+ \{$/gm, ') {')
    .replace(/(\w+): (?:string|unknown)\[\] =/g, '$1 =')
    .replace(/const event: \w+ =/g, 'const event =')
    .replace(/([(,] ?\w+): [\w[\]]+(?=[,)])/g, '$1');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, fileCount, language] = process.argv.slice(2);
  console.log(JSON.stringify(makeSources(folder, Number(fileCount), language)));
}
