import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { bundle } from './bundle.mjs';
import { stageLab } from './lab.mjs';
import { noticesFile, publishedManifest } from './manifest.mjs';

// Of what one dependency brings along, two thirds would be installed for options that we do not use.
const bundledInto = { '@watertight/load': ['autocannon'] };

/** Copies what is published of a workspace into a folder of its own, from which npm packs it. */
export async function stage({ folder, manifest }, { root, into }) {
  const target = join(into, manifest.name);
  const bundled = bundledInto[manifest.name] ?? [];
  const published = publishedManifest(manifest, bundled);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const name of published.files) copy(join(folder, name), join(target, name));
  cpSync(join(root, 'LICENSE'), join(target, 'LICENSE'));
  if (existsSync(join(folder, 'README.md'))) cpSync(join(folder, 'README.md'), join(target, 'README.md'));
  else writeFileSync(join(target, 'README.md'), readmeOf(manifest));
  if (bundled.length > 0) writeFileSync(join(target, noticesFile), await bundle(target, published, bundled, root));
  // The lab is an app of this workspace; it goes with the command that starts it.
  if (manifest.name === 'watertight') await stageLab(join(target, 'lab'), published, root);
  const files = manifest.name === 'watertight' ? [...published.files, 'lab'] : published.files;
  writeFileSync(join(target, 'package.json'), `${JSON.stringify({ ...published, files }, null, 2)}\n`);
  for (const file of filesIn(target)) tidy(file);
  return target;
}

function readmeOf({ name, description }) {
  return `# ${name}\n\n${description}.\n\nA part of Watertight, which finds, pins down, fixes and proves fixed the memory leaks of Node.js servers: see the package \`watertight\`.\n`;
}

function copy(from, to) {
  if (!existsSync(from)) {
    if (from.endsWith(noticesFile)) return;
    throw new Error(`expected ${from}, because its manifest lists it; build first`);
  }
  cpSync(from, to, { recursive: true, filter: (file) => isPublished(relative(from, file)) });
}

// Sources are not published, so maps lead nowhere; samples that were compiled are for this workspace.
function isPublished(path) {
  const isLeftOut =
    /\.(map|tsbuildinfo)$|\.spec\.[cm]?tsx?$/.test(path) ||
    /(^|\/)(leaky|fixed|control|samples|wrong-fixes\/.*)\.(js|d\.ts)$/.test(path);
  return !isLeftOut && !path.split(sep).includes('testing');
}

export function filesIn(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());
}

function tidy(file) {
  if (!/\.([cm]?js|d\.[cm]?ts)$/.test(file)) return;
  const text = readFileSync(file, 'utf8');
  const unmapped = text.replace(/\n?\/\/# sourceMappingURL=\S+\.map\s*$/, '\n');
  // The compiler leaves the names of sources in declarations.
  const tidied = file.includes('.d.')
    ? unmapped.replace(/(['"]\.{1,2}\/[^'"]+)\.([cm]?)ts(['"])/g, '$1.$2js$3')
    : unmapped;
  if (tidied !== text) writeFileSync(file, tidied);
}
