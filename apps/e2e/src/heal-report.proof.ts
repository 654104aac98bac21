import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { chromium, type Browser } from 'playwright-core';
import { runWatertight, workspaceRoot, type Finished } from './watertight.ts';

const source = `const fs = require('node:fs');
const http = require('node:http');

function readMotto(res) {
  const descriptor = fs.openSync(__filename, 'r');
  const buffer = Buffer.alloc(5);
  fs.readSync(descriptor, buffer, 0, 5, 0);
  res.end(buffer.toString());
}

http.createServer((req, res) => readMotto(res)).listen(0, '127.0.0.1');
`;

let folder: string;
let healed: Finished;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'watertight-heal-'));
  mkdirSync(join(folder, 'app'));
  writeFileSync(join(folder, 'app/server.cjs'), source);
  const args = ['heal', '--quiet', '--report-dir', '../report', '--route', 'GET /x?id={n}', '--', 'node', 'server.cjs'];
  healed = await runWatertight(args, { cwd: join(folder, 'app') });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const report = (name: string) => join(folder, 'report', name);

test('a leaking server that nobody prepared is healed, and its source is left alone', () => {
  expect(healed).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('1 of 1 leak healed') });
  expect(readFileSync(join(folder, 'app/server.cjs'), 'utf8')).toBe(source);
});

test('the patch is one that git takes, and closes the file', () => {
  const { status, stderr } = spawnSync('git', ['apply', report('heal.patch')], { cwd: join(folder, 'app') });
  expect({ status, stderr: String(stderr) }).toEqual({ status: 0, stderr: '' });
  expect(readFileSync(join(folder, 'app/server.cjs'), 'utf8')).toMatch(/finally \{\n\s+fs\.closeSync\(descriptor\);/);
});

test('the evidence has both sides of the proof', () => {
  const { healed: rewrites, before, after } = JSON.parse(readFileSync(report('evidence.json'), 'utf8'));
  expect(before.verdict).toBe('leaking');
  expect(after.verdict).toBe('stable');
  expect(rewrites[0]).toMatchObject({
    accepted: true,
    rule: 'unclosed-file',
    leak: { insertion: { file: 'server.cjs', line: 5 } },
    before: { slopePerRequest: expect.closeTo(1, 1) },
    responses: { different: 0 },
  });
});

test('the JSON of a real trial is of the published schemas', () => {
  const result = JSON.parse(readFileSync(report('evidence.json'), 'utf8'));
  const ajv = new Ajv2020({ allErrors: true });
  const errorsOf = (name: string, value: unknown) => {
    const validate = ajv.compile(
      JSON.parse(readFileSync(join(workspaceRoot, `libs/evidence/schemas/${name}.schema.json`), 'utf8')),
    );
    validate(value);
    return validate.errors ?? [];
  };
  expect(errorsOf('heal', result)).toEqual([]);
  expect(errorsOf('evidence', result.before)).toEqual([]);
  expect(errorsOf('evidence', { ...result.before, leaks: undefined })).not.toEqual([]);
});

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
if (!executablePath) console.warn('skipped: the report in a browser needs Chromium; apt-get install chromium');
const inBrowser = executablePath ? describe : describe.skip;

inBrowser('the HTML report in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: executablePath!,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
  }, 30_000);
  afterAll(() => browser?.close());

  test.each([1200, 400])('shows the series before and after, complains of nothing, and fits %i px', async (width) => {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) complaints.push(request.url());
    });
    await page.goto(pathToFileURL(report('report.html')).href);
    expect(await page.locator('h1').innerText()).toContain('1 of 1 leak healed');
    const [chart] = await page.locator('figure svg').all();
    const box = await chart!.boundingBox();
    expect(box!.width).toBeGreaterThan(250);
    const text = await page.locator('body').innerText();
    for (const words of ['unclosed-file', 'server.cjs:5', 'closeSync(descriptor)']) expect(text).toContain(words);
    const widthOf = (of: 'scroll' | 'client') => page.evaluate<number>(`document.documentElement.${of}Width`);
    expect(await widthOf('scroll')).toBe(await widthOf('client'));
    expect(complaints).toEqual([]);
    await page.close();
  });
});
