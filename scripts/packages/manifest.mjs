/** A manifest as it is published: without what only this workspace needs. */
export function publishedManifest({ nx: _nx, scripts: _scripts, devDependencies: _dev, ...manifest }, bundled) {
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

// The samples are run by this workspace only, with packages that nobody else should have to install.
const internal = { '@watertight/catalog': ['./samples'] };

// The condition leads to sources, which are not published.
function publishedExports({ name, exports }) {
  const left = Object.entries(exports).filter(([path]) => !internal[name]?.includes(path));
  return Object.fromEntries(left.map(([path, target]) => [path, withoutSource(target)]));
}

function withoutSource(target) {
  if (typeof target === 'string') return target;
  const { '@watertight/source': _source, ...published } = target;
  return published;
}
