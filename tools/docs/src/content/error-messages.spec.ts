import { errorCodes } from '@watertight/evidence';
import { Repository } from '../repository.ts';
import { drawnRepository, removeDrawn } from '../testing/drawn-repository.ts';
import { errorMessages } from './error-messages.ts';

afterAll(removeDrawn);

test('what an error says is read from where it is thrown, with what is put in left open', () => {
  const repository = drawnRepository({
    'libs/a/src/a.ts':
      "// new CodedError('USAGE', 'in a comment')\nthrow new CodedError('PORT_TAKEN', `\\`${port}\\` is ${a}${b} taken; ` + 'choose another');\nthrow new CodedError(\n  'USAGE',\n  'it\\'s no number',\n);\n",
    'libs/a/src/a.spec.ts': "throw new CodedError('USAGE', 'of a spec');\n",
  });
  expect([...errorMessages(repository)]).toEqual([
    ['PORT_TAKEN', ['`…` is … taken; choose another']],
    ['USAGE', ["it's no number"]],
  ]);
});

test('most codes are found to say something', () => {
  const messages = errorMessages(new Repository());
  const silent = Object.keys(errorCodes).filter((code) => !messages.has(code));
  expect(silent.length).toBeLessThan(Object.keys(errorCodes).length / 3);
});
