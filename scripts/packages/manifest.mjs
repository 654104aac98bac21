const ofThisWorkspace = ['nx', 'scripts', 'devDependencies'];

/** A manifest as it is published: without what only this workspace needs. */
export function publishedManifest(whole, bundled) {
  const manifest = without(ofThisWorkspace, whole);
  const dependencies = Object.fromEntries(
    Object.entries(manifest.dependencies ?? {}).filter(([name]) => !bundled.includes(name)),
  );
  return {
    ...manifest,
    dependencies,
    exports: publishedExports(manifest),
    files: [...manifest.files.filter((name) => !name.startsWith('!')), ...(bundled.length > 0 ? [noticesFile] : [])],
    publishConfig: { access: 'public' },
  };
}

export const noticesFile = 'THIRD-PARTY-LICENSES.txt';

// The samples are run by this workspace only, with packages that nobody else should have to install; the
// documentation is built here.
const internal = { '@watertight/catalog': ['./samples'], watertight: ['./command-reference'] };

// The condition leads to sources, which are not published.
function publishedExports({ name, exports }) {
  const left = Object.entries(exports).filter(([path]) => !internal[name]?.includes(path));
  return Object.fromEntries(left.map(([path, target]) => [path, withoutSource(target)]));
}

const withoutSource = (target) => (typeof target === 'string' ? target : without(['@watertight/source'], target));

const without = (names, object) => Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
