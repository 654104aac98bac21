import { causes, exerciseOf, type CauseId } from '@watertight/catalog';
import { shuffled } from '../class/shuffled.ts';
import { codeOfFix, guiltyLine, leakyCode } from './sources.ts';

test.each(causes.map(({ id }) => id))('%s: the line to be found is code, and nothing points at it', (id: CauseId) => {
  const lines = leakyCode(id).split('\n');
  expect(lines[guiltyLine(id) - 1]).toMatch(/\S.*[;({]$/);
  expect(leakyCode(id)).not.toMatch(/\/\/ leak:/);
});

test('a fix that is no choice has no code', () => {
  for (const name of ['leaky', '../leaky', 'toString', '']) expect(codeOfFix('unclosed-file', name)).toBeUndefined();
});

test('the right fix is not always in the same place', () => {
  const places = causes.map(({ id }) => {
    const choices = [{ id: 'right' }, ...exerciseOf(id).wrongFixes];
    return shuffled(choices, id).findIndex((choice) => choice.id === 'right');
  });
  expect(new Set(places).size).toBeGreaterThan(1);
});
