import { html } from './html.ts';
import { human } from './human.ts';
import { markdown } from './markdown.ts';
import { audited } from './testing/drawn-results.ts';
import { parseHtml } from './testing/parse-html.ts';

const clean = { ...audited, findings: [] };

test('an audit for people says what each package keeps, what brings it and what to do', () => {
  expect(human({ kind: 'audit', result: audited })).toMatchInlineSnapshot(`
    "mem 3.0.1
      what       keeps results whose maxAge has passed
      where      package-lock.json:1204
      through    os-locale@3.0.1
      do         update to 4.0.0
      see        https://example.org/advisories/mem

    1 package is locked at a version known to leak; 412 packages of
      package-lock.json checked against 9 known leaks
    "
  `);
});

test('an audit that finds nothing says what it looked at', () => {
  expect(human({ kind: 'audit', result: clean })).toMatchInlineSnapshot(`
    "no package is locked at a version known to leak; 412 packages of
      package-lock.json checked against 9 known leaks
    "
  `);
});

test('what only development needs is said', () => {
  const [finding] = audited.findings;
  const textOf = (through: string[]) =>
    human({
      kind: 'audit',
      result: { ...audited, findings: [{ ...finding!, isForDevelopment: true, through }] },
    });
  expect(textOf(['mem@3.0.1'])).toContain('through    development only\n');
  expect(textOf(['a@1.0.0', 'mem@3.0.1'])).toContain('through    a@1.0.0 (development only)\n');
});

test('in Markdown it is a table, and in HTML a section for each package', () => {
  expect(markdown({ kind: 'audit', result: audited })).toContain(
    '| `mem@3.0.1` | keeps results whose maxAge has passed | os-locale@3.0.1 | update to 4.0.0 |',
  );
  expect(markdown({ kind: 'audit', result: clean })).toContain('# Watertight: no known leaks in dependencies');
  const { text } = parseHtml(html({ kind: 'audit', result: audited }));
  expect(text).toMatch(/mem 3\.0\.1.*keeps results whose maxAge has passed.*package-lock\.json:1204/s);
});

test('its address cannot leave the cell of a table', () => {
  const [finding] = audited.findings;
  const hostile = { ...audited, findings: [{ ...finding!, package: 'a|b`c', why: '<b>|' }] };
  const row = markdown({ kind: 'audit', result: hostile })
    .split('\n')
    .find((line) => line.includes('3.0.1'))!;
  expect(row.match(/(?<!\\)\|/g)).toHaveLength(6);
  expect(row).not.toContain('<b>');
});
