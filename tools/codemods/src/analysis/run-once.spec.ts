import { testRule } from '../testing/rule-cases.ts';

const app = `import express from 'express';\nexport const app = express();\n`;

describe('what begins anew', () => {
  testRule('growing-text', {
    valid: [
      [
        'a text that each run sets first',
        `${app}class Label {\n  text = '';\n  init(space) {\n    this.text = 'L';\n    if (space) this.text += '-' + space;\n  }\n}\nconst label = new Label();\napp.get('/:space', (req, res) => {\n  label.init(req.params.space);\n  res.send(label.text);\n});`,
      ],
      [
        'a text that begins with a constant of the module',
        `const kinds = { note: 'n' };\n${app}export function encode(kind, body) {\n  let message = 'b' + kinds[kind];\n  message += body;\n  return message;\n}\napp.get('/:id', (req, res) => res.send(encode('note', req.params.id)));`,
      ],
    ],
    invalid: [
      [
        'a text that is set where it is empty',
        `${app}class Label {\n  text = '';\n  init(space) {\n    if (!this.text) this.text = 'L';\n    this.text += '-' + space; // leak\n  }\n}\nconst label = new Label();\napp.get('/:space', (req, res) => {\n  label.init(req.params.space);\n  res.send(label.text);\n});`,
      ],
    ],
  });
});

describe('what waits until start-up is over', () => {
  const logger = (raise: string, elsewhere = '') =>
    `${app}class Logger {\n  #isReady = false;\n  #waiting: string[] = [];\n  constructor() {\n    ${raise}\n  }\n  info(text: string) {\n    if (this.#isReady) console.log(text);\n    else this.#waiting.push(text);${elsewhere === '' ? '' : ' // leak'}\n  }\n${elsewhere}}\nconst logger = new Logger();\napp.use((req, _res, next) => {\n  logger.info(req.url);\n  next();\n});`;

  testRule('growing-request-list', {
    valid: [['a flag that the constructor raises', logger('this.#isReady = true;')]],
    invalid: [
      ['a flag that falls again', logger('this.#isReady = true;', '  close() {\n    this.#isReady = false;\n  }\n')],
    ],
  });
});
