import { commandReference } from './command-reference.ts';

const named = (name: string) => commandReference().find((command) => command.name === name)!;

test('each command has a summary, a description and, unless it groups others, an example that calls it', () => {
  for (const { name, summary, description, examples, isGroup } of commandReference()) {
    expect([name, summary]).toEqual([name, expect.stringMatching(/^[a-z].*[^.]$/)]);
    expect(description).toMatch(/\.$/);
    expect(isGroup || examples.some((line) => line.startsWith(name))).toBe(true);
  }
});

test('commands of a group follow it under their whole name', () => {
  const names = commandReference().map(({ name }) => name);
  expect(names.slice(names.indexOf('watertight heap')).slice(0, 2)).toEqual([
    'watertight heap',
    'watertight heap summary',
  ]);
});

test('an option tells what may be typed and what it is where nothing is', () => {
  const { options, arguments: given, usage } = named('watertight heap retainers');
  expect(options.find(({ names }) => names.includes('--paths'))).toMatchObject({ flags: '--paths <k>', default: '1' });
  expect(given).toEqual([{ name: 'file', description: '', isRequired: true, default: null }]);
  expect(usage).toBe('watertight heap retainers [options] <file>');
  expect(named('watertight check').options.flatMap(({ names }) => names)).toEqual(
    expect.arrayContaining(['-H', '--header', '--no-config']),
  );
});
