import { readNxJson, readProjectConfiguration, updateJson, updateNxJson, type Tree } from '@nx/devkit';
import { version } from '../version.ts';

export interface InitSchema {
  readonly project?: string;
  readonly command?: string;
  readonly route?: string;
  readonly budget?: string;
}

/** Adds the plugin to the workspace and, where a project is named, a configuration to it. */
export default function init(tree: Tree, schema: InitSchema): void {
  addPlugin(tree);
  addPackages(tree);
  ignoreReports(tree);
  if (schema.project !== undefined) addConfiguration(tree, schema.project, schema);
}

const plugin = '@watertight/nx';

function addPlugin(tree: Tree): void {
  const nxJson = readNxJson(tree) ?? {};
  const plugins = nxJson.plugins ?? [];
  const isThere = plugins.some((one) => (typeof one === 'string' ? one : one.plugin) === plugin);
  if (!isThere) updateNxJson(tree, { ...nxJson, plugins: [...plugins, plugin] });
}

function addPackages(tree: Tree): void {
  updateJson(tree, 'package.json', (manifest: Manifest) => {
    const own = { watertight: version, [plugin]: version };
    const missing = Object.entries(own).filter(
      ([name]) => !manifest.dependencies?.[name] && !manifest.devDependencies?.[name],
    );
    if (missing.length === 0) return manifest;
    return { ...manifest, devDependencies: { ...manifest.devDependencies, ...Object.fromEntries(missing) } };
  });
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

// A report is no input of the target that writes it.
function ignoreReports(tree: Tree): void {
  const text = tree.exists('.gitignore') ? (tree.read('.gitignore', 'utf8') ?? '') : '';
  if (/^watertight-report\/?$/m.test(text)) return;
  tree.write('.gitignore', `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}watertight-report/\n`);
}

function addConfiguration(tree: Tree, project: string, { command, route, budget = '64 B' }: InitSchema): void {
  const { root } = readProjectConfiguration(tree, project);
  const file = `${root}/watertight.config.ts`;
  if (tree.exists(file)) return;
  const started = JSON.stringify(command ?? 'npm start');
  const routes = route === undefined ? '' : `, routes: [${JSON.stringify(route)}]`;
  tree.write(
    file,
    `import { defineConfig } from 'watertight';

export default defineConfig({
  server: { command: ${started}${routes} },
  // How much the heap may grow with each request, of every route.
  budgets: { '*': { heap: ${JSON.stringify(budget)} } },
});
`,
  );
}
