import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { toSubject } from './subject.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watertight-subject-'));
  writeFileSync(join(folder, 'app.js'), '');
});
afterEach(() => rmSync(folder, { recursive: true }));

const where = () => ({ folder, exportName: null });

test('an app stays what it is', () => {
  const app = () => undefined;
  expect(toSubject(app, where())).toEqual({ kind: 'live', app });
});

test('a list of words is a command', () => {
  expect(toSubject(['node', 'server.js'], where())).toEqual({
    kind: 'command',
    command: ['node', 'server.js'],
    typed: 'node server.js',
  });
});

test('a path is that of a module, from the folder of the test, and so is a file URL', () => {
  const file = join(folder, 'app.js');
  for (const tested of ['./app.js', file, pathToFileURL(file), pathToFileURL(file).href]) {
    const subject = toSubject(tested, where());
    expect(subject).toMatchObject({ kind: 'command', typed: `npx watertight-serve ${file}` });
  }
  expect(toSubject('app.js', { folder, exportName: 'admin' })).toMatchObject({
    typed: expect.stringMatching(/ admin$/) as string,
  });
});

test('a module that is not there is said to be missing', () => {
  expect(() => toSubject('./nothing.js', where())).toThrow(expect.objectContaining({ code: 'PATH_NOT_FOUND' }));
});

test('a URL is that of a server of this process', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  expect(toSubject(`http://127.0.0.1:${port}/`, where())).toMatchObject({ kind: 'live', app: server });
  await new Promise((resolve) => server.close(resolve));
  expect(() => toSubject(new URL(`http://127.0.0.1:${port}/`), where())).toThrow(
    expect.objectContaining({ code: 'USAGE', message: expect.stringContaining('watertight check') as string }),
  );
});
