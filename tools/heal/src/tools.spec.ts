import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realTools } from './tools.ts';

const leaky = `const http = require('http');
const urls = [];
http.createServer((req, res) => {
  urls.push(req.url);
  res.end();
});
`;
let folder: string;
const write = (text: string) => writeFileSync(join(folder, 'app.js'), text);

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heal-tools-')));
  write(leaky);
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a scan sees the source as it is now', () => {
  const tools = realTools();
  expect(tools.scan({ path: folder }).findings).toHaveLength(1);
  write(`// moved\n${leaky}`);
  expect(tools.scan({ path: folder }).findings.map(({ line }) => line)).toEqual([5]);
});

test('rewrites are planned for what was scanned last, each as if it were the only one', () => {
  const tools = realTools();
  const [finding] = tools.scan({ path: folder }).findings;
  const plan = () => tools.planFixes({ path: folder, unsafe: true, select: ({ line }) => line === finding?.line });
  expect(plan().edits).toEqual([{ file: 'app.js', before: leaky, after: expect.stringContaining('urls.shift()') }]);
  expect(plan()).toEqual(plan());
});

test('what was not scanned is read when it is asked for', () => {
  const other = realTools();
  write(leaky.replaceAll('urls', 'paths'));
  expect(other.planFixes({ path: folder, unsafe: true }).edits[0]?.after).toContain('paths.shift()');
});
