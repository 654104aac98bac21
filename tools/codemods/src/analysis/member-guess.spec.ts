import { testRule } from '../testing/rule-cases.ts';

/** A table whose `register` keeps what it is given, and a handler that calls something of that name. */
const registry = (body: string, parameters = 'name: string, handler: unknown') =>
  `export class Registry {\n  readonly #kept = new Map<string, unknown>();\n  register(${parameters}) {\n${body}\n  }\n}\nexport const registry = new Registry();\n`;
const keeps = '    this.#kept.set(name, handler);';
const keepsAndLeaks = `${keeps} // leak`;
const serve = (imports: string, call: string) =>
  `import express from 'express';\n${imports}\nconst app = express();\napp.get('/:id', (req, res) => {\n  ${call}\n  res.end();\n});`;

describe('a member that only its name ties to a call', () => {
  testRule('unbounded-cache', {
    valid: [
      [
        'a function of a module of Node',
        {
          'files.ts': `export class Files {\n  readonly #seen = new Map<string, string>();\n  resolve(file: string) {\n    this.#seen.set(file, file);\n  }\n}\nexport const files = new Files();`,
          'app.ts': serve(`import path from 'node:path';`, 'path.resolve(req.params.id);'),
        },
      ],
      [
        'a function of the language',
        {
          'files.ts': `export class Files {\n  readonly #seen = new Map<string, string>();\n  resolve(file: string) {\n    this.#seen.set(file, file);\n  }\n}\nexport const files = new Files();`,
          'app.ts': serve('', 'Promise.resolve(req.params.id);'),
        },
      ],
      [
        'an instance of a class of another name',
        {
          'registry.ts': registry(keeps),
          'app.ts': serve(
            `import { Batch } from 'batches';\nconst batch = new Batch();`,
            'batch.register(req.params.id, 1);',
          ),
        },
      ],
      [
        'fewer arguments than it needs',
        {
          'registry.ts': registry(keeps),
          'app.ts': serve(`import { batch } from 'batches';`, 'batch.register(req.params.id);'),
        },
      ],
      [
        'more arguments than it takes',
        {
          'registry.ts': registry(keeps),
          'app.ts': serve(`import { batch } from 'batches';`, 'batch.register(req.params.id, 1, 2);'),
        },
      ],
    ],
    invalid: [
      [
        'an import that cannot be followed, and the arguments fit',
        {
          'registry.ts': registry(keepsAndLeaks),
          'app.ts': serve(`import { registry } from '#registry';`, 'registry.register(req.params.id, 1);'),
        },
      ],
      [
        'an instance of a class below its own',
        {
          'registry.ts': `${registry(keepsAndLeaks)}export class Handlers extends Registry {}\n`,
          'app.ts': serve(
            `import { Handlers } from '#registry';\nconst handlers = new Handlers();`,
            'handlers.register(req.params.id, 1);',
          ),
        },
      ],
      [
        'an argument that may be left out',
        {
          'registry.ts': registry(keepsAndLeaks, 'name: string, handler?: unknown'),
          'app.ts': serve(`import { registry } from '#registry';`, 'registry.register(req.params.id);'),
        },
      ],
    ],
  });
});
