import { drawnRepository, removeDrawn } from '../testing/drawn-repository.ts';
import { fenceFaults } from './fence-faults.ts';

const fence = (language: string, ...lines: string[]) => `\`\`\`${language}\n${lines.join('\n')}\n\`\`\`\n`;
const given = '<!-- given\ndeclare const server: { close(): void };\n-->\n\n';
const pages = {
  'right.md':
    fence('ts', "import { readFileSync } from 'node:fs';", "export const a: string = readFileSync('a', 'utf8');") +
    fence('yaml', 'a: {') +
    fence('lua', 'local'),
  'modules.md': fence('ts', 'const a = 1;') + fence('ts', 'const a = 2;'),
  'type.md': `# Page\n\n${fence('ts', 'const a = 1;', "const b: number = 'text';")}`,
  'package.md': fence('ts', "import { nothing } from '@watertight/load';"),
  'script.md': fence('js', "import http from 'k6/http';", 'http.get(1);'),
  'broken-script.md': fence('js', 'const a = ;'),
  'given.md': given + fence('ts', 'server.close();'),
  'not-given.md': given + fence('ts', 'server.close();', 'server.open();'),
  'code/excerpt.md': fence('ts', 'work();', '// …', 'done();'),
  'code/changed.md': fence('ts', 'done();', '// …', 'work();'),
};
type Name = keyof typeof pages;

// One program for all: most of its time goes into the types of Node.
const messages = new Map<string, string[]>();
beforeAll(() => {
  const source = 'export function f() {\n  work();\n  wait();\n  done();\n}\n';
  const repository = drawnRepository({ ...pages, 'code/fixed.ts': source });
  for (const { file, line, message } of fenceFaults(Object.keys(pages), repository))
    messages.set(file, [...(messages.get(file) ?? []), `${line}: ${message}`]);
}, 60_000);
afterAll(removeDrawn);
const of = (name: Name) => messages.get(name) ?? [];

test('code that compiles is no fault, nor is what is no code of ours', () => {
  expect(of('right.md')).toEqual([]);
});

test('each block is a module of its own', () => {
  expect(of('modules.md')).toEqual([]);
});

test('code that does not compile is a fault, told with its line', () => {
  expect(of('type.md')).toEqual([expect.stringMatching(/^5: the code does not compile: Type 'string' is not/)]);
});

test('a name that a package does not have is a fault', () => {
  expect(of('package.md')).toEqual([expect.stringContaining("has no exported member 'nothing'")]);
});

test('JavaScript has to parse', () => {
  expect(of('script.md')).toEqual([]);
  expect(of('broken-script.md')).toEqual([expect.stringMatching(/^2: /)]);
});

test('what a comment above declares is given, and lines are counted without it', () => {
  expect(of('given.md')).toEqual([]);
  expect(of('not-given.md')).toEqual([expect.stringMatching(/^7: .*'open' does not exist/)]);
});

test('an excerpt of a source beside the page needs nothing given, and one that is no longer there does', () => {
  expect(of('code/excerpt.md')).toEqual([]);
  expect(of('code/changed.md')).not.toEqual([]);
});
