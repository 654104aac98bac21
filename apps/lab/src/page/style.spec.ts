import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const shared = createRequire(__filename).resolve('@watertight/page-parts/style.css');
const style = [join(__dirname, 'style.css'), shared].map((file) => readFileSync(file, 'utf8')).join('\n');
// Names of parts that are as their parent makes them.
const withoutRule = new Set(['strips', 'bar-name', 'task']);

test('what the page gives a class has a rule for it', () => {
  const components = readdirSync(__dirname).filter((name) => name.endsWith('.tsx'));
  const written = components.flatMap((name) => [
    ...readFileSync(join(__dirname, name), 'utf8').matchAll(/class="([^"]+)"/g),
  ]);
  const names = new Set(written.flatMap(([, classes]) => classes!.split(' ')));
  const missing = [...names].filter((name) => !withoutRule.has(name) && !new RegExp(`\\.${name}\\b`).test(style));
  expect(names.size).toBeGreaterThan(50);
  expect(missing).toEqual([]);
});
