import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Repository } from '../repository.ts';

const own = new Repository();
const folders: string[] = [];

/** A repository of these files alone, with the packages of this one. */
export function drawnRepository(files: Readonly<Record<string, string>>): Repository {
  const root = mkdtempSync(join(tmpdir(), 'watertight-docs-'));
  folders.push(root);
  symlinkSync(join(own.root, 'node_modules'), join(root, 'node_modules'));
  const base = { 'tsconfig.base.json': own.read('tsconfig.base.json'), 'package.json': '{"type":"module"}' };
  for (const [path, text] of Object.entries({ ...base, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return new Repository(root);
}

/** Takes away what was drawn. */
export function removeDrawn(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
