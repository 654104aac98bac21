import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { banner, licenseOf, packageFolder } from './bundle.mjs';
import { noticesFile } from './manifest.mjs';

const inThePage = ['preact', 'uplot', 'd3-flame-graph', 'd3-selection', 'marked', 'minisearch'];

/** Puts the lab into the package of the command: its server, its page, and the packages that exercises run with. */
export async function stageLab(target, { dependencies }, root) {
  const lab = join(root, 'apps/lab');
  const folders = new Set(inThePage.map((name) => join(root, 'node_modules', name)));
  const note = ({ metafile }) => {
    for (const input of Object.keys(metafile.inputs))
      for (const found of packageFolder(join(root, input))) folders.add(found);
  };
  cpSync(join(lab, 'page/dist'), join(target, 'page/dist'), { recursive: true });
  cpSync(join(root, 'dist/docs'), join(target, 'docs'), { recursive: true });
  const shared = { absWorkingDir: root, nodePaths: [join(root, 'node_modules')], external: Object.keys(dependencies) };
  const server = { ...shared, entryPoints: [join(lab, 'dist/index.js')] };
  note(await bundled(join(target, 'dist/index.js'), server));
  const reporter = { ...shared, entryPoints: [join(lab, 'dist/exercise/reporter.js')], external: [] };
  note(await bundled(join(target, 'dist/exercise/reporter.js'), reporter));
  // Each in one file: nobody has to install it.
  for (const name of await samplePackages(lab))
    note(await stagePackage(name, join(target, 'exercise-modules/node_modules', name), root));
  const own = [...folders].filter((folder) => !/\/@?watertight[/]?/.test(folder.slice(root.length)));
  writeFileSync(join(target, noticesFile), own.sort().map(licenseOf).join('\n\n'));
  writeFileSync(join(target, 'package.json'), '{"type":"module"}\n');
}

async function samplePackages(lab) {
  const built = pathToFileURL(join(lab, 'dist/exercise/sample-packages.js'));
  return (await import(built.href)).samplePackages;
}

const bundled = (outfile, options) =>
  build({
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: { js: banner },
    metafile: true,
    logLevel: 'error',
    ...options,
  });

// Named again one by one: of CommonJS in a bundle, Node would see no names.
async function stagePackage(name, target, root) {
  const folder = [join(root, 'libs/catalog/node_modules', name), join(root, 'node_modules', name)].find(existsSync);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  mkdirSync(target, { recursive: true });
  const probe = join(root, 'libs/catalog/dist', `names-of-${name}.mjs`);
  writeFileSync(
    probe,
    `export * from '${name}';\nimport * as all from '${name}';\nexport const names = Object.keys(all);\n`,
  );
  const { names } = await import(pathToFileURL(probe).href);
  rmSync(probe);
  const exported = names.filter((each) => /^[A-Za-z_$][\w$]*$/.test(each));
  const contents = `export { ${exported.join(', ')} } from '${name}';\n`;
  const manifest = {
    name,
    version,
    license,
    type: 'module',
    main: './index.js',
    exports: { '.': './index.js', './package.json': './package.json' },
  };
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return bundled(join(target, 'index.js'), {
    stdin: { contents, resolveDir: join(root, 'libs/catalog'), loader: 'js' },
    absWorkingDir: root,
  });
}
