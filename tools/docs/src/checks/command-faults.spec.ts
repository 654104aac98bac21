import { commandReference } from 'watertight/command-reference';
import { commandFaults } from './command-faults.ts';

const commands = commandReference();
const messages = (text: string) =>
  [...commandFaults('page.md', text, commands)].map(({ line, message }) => `${line}: ${message}`);
const inShell = (...lines: string[]) => `\`\`\`sh\n${lines.join('\n')}\n\`\`\`\n`;

test('commands and options as they are, in shell and in prose, are no fault', () => {
  expect(messages('`watertight`, `watertight --help`, `npx watertight rules`')).toEqual([]);
  expect(messages(inShell('npx watertight check -H "a: {n}" --budget=64 -- npm start --silent'))).toEqual([]);
  expect(messages(inShell('watertight heap retainers x --reporter dot | dot -Tpdf -o x.pdf'))).toEqual([]);
});

test('what stands in quotes, behind a sign of comment, or for a name is no option and no command', () => {
  expect(messages(inShell("watertight check --load 'k6 run --vus 4'", 'watertight scan # not --this'))).toEqual([]);
  expect(messages('`watertight heap … <file>…` and `watertight <command>`')).toEqual([]);
  expect(messages('the package `watertight-cache` and `watertight.config.ts`')).toEqual([]);
});

test('a command that is not there is a fault, told with its line', () => {
  expect(messages('one\n\n`watertight chek -- npm start`')).toEqual([
    expect.stringMatching(/^3: there is no command 'watertight chek'; there are check, scan, /),
  ]);
});

test('a command of a group that is not there is a fault', () => {
  expect(messages('`watertight heap grow a b`')).toEqual(["1: there is no command 'watertight heap grow'"]);
});

test('an option that another command has is a fault', () => {
  expect(messages(inShell('cd x', 'watertight scan --budget 4'))).toEqual([
    "3: 'watertight scan' has no option --budget; its page lists those that it has",
  ]);
});

test('an option on the next line of one command is seen', () => {
  expect(messages(inShell('watertight heal \\', '  --unsafe --force -- npm start'))).toEqual([
    "2: 'watertight heal' has no option --force; its page lists those that it has",
  ]);
});

test('code in prose that is broken over two lines is one command', () => {
  expect(messages('see `watertight\nscan --tests`')).toEqual([
    "1: 'watertight scan' has no option --tests; its page lists those that it has",
  ]);
});
