import { testRule } from '../testing/rule-cases.ts';

const spaces = (condition: string, mark = '') =>
  `import express from 'express';\nconst app = express();\nclass Spaces {\n  readonly #patterns = new Map<unknown, object>();\n  of(name: string | RegExp | (() => boolean)) {\n    if (${condition}) {\n      this.#patterns.set(name, {});${mark}\n    }\n    return this.#patterns.size;\n  }\n}\nconst spaces = new Spaces();\nspaces.of(/^a/);\nfunction enter(name: string) {\n  return spaces.of(name);\n}\napp.get('/:name', (req, res) => {\n  res.json(enter(req.params.name));\n});\n`;

describe('a branch for other arguments than those of requests', () => {
  testRule('unbounded-cache', {
    valid: [
      ['a function, where requests pass a text', spaces(`typeof name === 'function'`)],
      ['a function or a pattern', spaces(`typeof name === 'function' || name instanceof RegExp`)],
    ],
    invalid: [
      ['a text among others', spaces(`typeof name === 'string' || name instanceof RegExp`, ' // leak')],
      ['any but a function', spaces(`typeof name !== 'function'`, ' // leak')],
      [
        'an argument whose type is not known',
        spaces(`typeof name === 'function'`, ' // leak').replace('enter(name: string)', 'enter(name: any)'),
      ],
    ],
  });
});
