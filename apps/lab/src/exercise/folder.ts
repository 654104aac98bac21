import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CauseId } from '@watertight/catalog';
import { compile } from './compile.ts';
import { modulesBeside } from './sources.ts';

/** The file that a trainee reads and mends, relative to the folder of the exercise. */
export const routeFile = (id: CauseId) => `src/routes/${id}/route.ts`;

/** A small project of one route, which can be started, checked and rewritten as any other. */
export class ExerciseFolder {
  readonly path: string;
  readonly #causeId: CauseId;

  constructor(path: string, causeId: CauseId) {
    this.path = path;
    this.#causeId = causeId;
    rmSync(path, { recursive: true, force: true });
    mkdirSync(path, { recursive: true });
    this.#write('package.json', manifest);
    this.#write('server.js', serverOf(causeId));
  }

  /** Puts the code of the route there and compiles it. */
  async put(code: string): Promise<void> {
    const modules = new Map([['route.ts', code], ...modulesBeside(this.#causeId, code)]);
    for (const [name, text] of modules) {
      const source = `src/routes/${this.#causeId}/${name}`;
      const target = source.replace(/^src/, 'dist').replace(/ts$/, 'js');
      const compiled = await compile(text, `../../../${source}`);
      this.#write(source, text);
      this.#write(target, compiled.code);
      this.#write(`${target}.map`, compiled.map);
    }
  }

  /** The code as it is there now. */
  code(): string {
    return readFileSync(join(this.path, routeFile(this.#causeId)), 'utf8');
  }

  #write(name: string, text: string): void {
    const file = join(this.path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

const manifest = `${JSON.stringify(
  {
    name: 'exercise',
    private: true,
    type: 'module',
    dependencies: { express: '5.3.0', 'lru-cache': '11.5.3', memorystore: '1.6.8', mustache: '3.2.1' },
  },
  null,
  2,
)}\n`;

const serverOf = (id: CauseId) => `import express from 'express';
import { router } from './dist/routes/${id}/route.js';

const app = express();
// The addresses of clients come in a header: one machine can so play thousands of visitors.
app.set('trust proxy', true);
app.use(router);
app.use((error, req, res, next) => {
  if (res.headersSent) return next(error);
  res.status(500).json({ error: String(error.message) });
});

const server = app.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  console.log(\`listening on http://127.0.0.1:\${server.address().port}\`);
});
`;
