import { defaultClientConditions, defineConfig } from 'vite';

export default defineConfig({
  root: new URL('./src/page', import.meta.url).pathname,
  base: '/',
  logLevel: 'warn',
  resolve: { conditions: ['@watertight/source', ...defaultClientConditions] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: new URL('./page/dist', import.meta.url).pathname,
    emptyOutDir: true,
    target: 'es2022',
    // The policy of the page allows no data: scripts, and a picture of its own is one request more only once.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
