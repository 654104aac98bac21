import { fixedBy } from '../testing/rule-cases.ts';

const body = `const seen = new Map();
createServer((req, res) => {
  seen.set(req.url, 1);
  res.end();
});
`;
const bounded = body.replace('new Map()', 'new LRUCache({ max: 1000 })');
const imported = `import { LRUCache } from 'lru-cache';\n`;
const required = `const { LRUCache } = require('lru-cache');\n`;
const fixed = (text: string, file = 'app.js') => fixedBy('unbounded-cache', text, file);

describe('an inserted import', () => {
  test('follows the last one, with a blank line behind where there was one', () => {
    expect(fixed(`import { createServer } from 'http';\n\n${body}`)).toBe(
      `import { createServer } from 'http';\n${imported}\n${bounded}`,
    );
  });

  test('brings no blank line where there was none', () => {
    expect(fixed(`import { createServer } from 'http';\n${body}`)).toBe(
      `import { createServer } from 'http';\n${imported}${bounded}`,
    );
  });

  test('leaves the comment behind the last one where it is', () => {
    expect(fixed(`import { createServer } from 'http'; // plain\n\n${body}`)).toBe(
      `import { createServer } from 'http'; // plain\n${imported}\n${bounded}`,
    );
  });

  test('that is the first stands apart from the code', () => {
    expect(fixed(`export ${body}`)).toBe(`${imported}\nexport ${bounded}`);
    expect(fixed(body, 'app.cjs')).toBe(`${required}\n${bounded}`);
  });

  test('that is the first leaves a comment with its statement, and a licence on top', () => {
    expect(fixed(`// Licence: MIT\n\n// Who came.\nexport ${body}`)).toBe(
      `// Licence: MIT\n\n${imported}\n// Who came.\nexport ${bounded}`,
    );
  });

  test('that is the first follows the directives', () => {
    expect(fixed(`'use strict';\n\n${body}`, 'app.cjs')).toBe(`'use strict';\n\n${required}\n${bounded}`);
  });

  test('by require stands above what uses it, however late the others are', () => {
    expect(fixed(`${body}const late = require('late');\nlate();\n`)).toBe(
      `${required}\n${bounded}const late = require('late');\nlate();\n`,
    );
  });

  test('follows CRLF', () => {
    const crlf = (text: string) => text.replaceAll('\n', '\r\n');
    expect(fixed(crlf(`export ${body}`))).toBe(crlf(`${imported}\nexport ${bounded}`));
  });
});
