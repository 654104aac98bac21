import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

// Bundled CommonJS still asks for the runtime's own modules by `require`.
export const banner = `import { createRequire as bundledRequire } from 'node:module'; const require = bundledRequire(import.meta.url);`;

/** Puts dependencies into the entry of a staged package; answers their licenses. */
export async function bundle(target, { exports, dependencies }, bundled, root) {
  const others = Object.keys(exports).filter((path) => path !== '.' && path !== './package.json');
  if (others.length > 0) throw new Error(`expected one entry to bundle into, found also ${others.join(', ')}`);
  const entry = join(target, exports['.'].default);
  const { metafile } = await build({
    entryPoints: [entry],
    outfile: entry,
    allowOverwrite: true,
    absWorkingDir: root,
    nodePaths: [join(root, 'node_modules')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: { js: banner },
    external: Object.keys(dependencies),
    metafile: true,
    logLevel: 'error',
  });
  for (const name of readdirSync(dirname(entry))) {
    if (name.endsWith('.js') && join(dirname(entry), name) !== entry) rmSync(join(dirname(entry), name));
  }
  const packages = new Set(Object.keys(metafile.inputs).flatMap((input) => packageFolder(join(root, input))));
  if (!bundled.every((name) => packages.has(join(root, 'node_modules', name)))) {
    throw new Error(`expected ${bundled.join(', ')} among what was bundled`);
  }
  return [...packages].sort().map(licenseOf).join('\n\n');
}

export function packageFolder(file) {
  const [found] = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file) ?? [];
  return found === undefined ? [] : [found];
}

export function licenseOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  const text = file && existsSync(join(folder, file)) ? `\n\n${readFileSync(join(folder, file), 'utf8').trim()}` : '';
  return `${name} ${version}: ${license}${text}\n\n---`;
}
