import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageFolder } from '../locations.ts';
import { samplePackages } from './sample-packages.ts';

// The codemod knows more where it finds them; without them it goes by names.
const types = ['@types/express', '@types/express-session', '@types/mustache', '@types/node', '@types/node-statsd'];

/** Puts what samples and their fixes import above all exercises, where Node and the compiler look for it. */
export function linkPackages(workFolder: string): void {
  for (const name of [...samplePackages, ...types]) {
    const folder = packageFolder(name);
    if (folder === null) continue;
    const link = join(workFolder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(folder, link, process.platform === 'win32' ? 'junction' : 'dir');
  }
}
