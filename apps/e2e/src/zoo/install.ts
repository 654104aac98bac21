import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Variant, ZooCase } from './zoo-case.ts';

/** Puts one side of a case, with its packages, into a folder of its own and returns that folder. */
export function installCase(zooCase: ZooCase, variant: Variant, workFolder: string): string {
  const folder = join(workFolder, zooCase.id, variant);
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(zooCase.folder)) {
    if (!/^(package|case)\b/.test(name)) cpSync(join(zooCase.folder, name), join(folder, name), { recursive: true });
  }
  const manifest = readFileSync(manifestOf(zooCase, variant), 'utf8');
  const stamp = join(folder, '.installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === manifest) return folder;
  writeFileSync(join(folder, 'package.json'), manifest);
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--legacy-peer-deps', '--omit=dev'];
  const { status, stderr } = spawnSync('npm', ['install', ...flags], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 300_000,
  });
  if (status !== 0) throw new Error(`npm install failed for ${zooCase.id} (${variant}): ${stderr.slice(-500)}`);
  writeFileSync(stamp, manifest);
  return folder;
}

/** The program of one side. */
export function entryOf({ entry = 'app.cjs' }: ZooCase, variant: Variant, folder: string): string {
  const fixed = entry.replace(/^app\./, 'app.fixed.');
  return variant === 'fixed' && existsSync(join(folder, fixed)) ? fixed : entry;
}

function manifestOf({ folder }: ZooCase, variant: Variant): string {
  const fixed = join(folder, 'package.fixed.json');
  return variant === 'fixed' && existsSync(fixed) ? fixed : join(folder, 'package.json');
}
