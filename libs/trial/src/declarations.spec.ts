import { assignmentLines, declarationLine } from './declarations.ts';

const text = `// const visitors = 1
import { Map as M } from 'x';
const visitors = new Map();
let total = 0, head = null;
class Journal {
  private readonly recent: string[] = [];
  #seen = new Set();
  constructor() { this.later = []; }
  add(item) {
    this.recent = [...this.recent, item];
    head = { item, next: head };
    head = null;
    if (total === 3 || total >= 4) total += 1;
  }
}
/* visitors = 3 */
const options = { cache: {} };
`;

test.each([
  ['visitors', 'variable', 3],
  ['head', 'variable', 4],
  ['recent', 'field', 6],
  ['#seen', 'field', 7],
  ['later', 'field', 8],
  ['nowhere', 'variable', null],
] as const)('finds where %s is declared', (name, kind, line) => {
  expect(declarationLine(text, name, kind)).toBe(line);
});

test.each([
  ['recent', [10]],
  ['head', [11]],
  ['total', [13]],
  ['visitors', []],
  ['later', []],
])('finds the statements that assign to %s', (name, lines) => {
  expect(assignmentLines(text, name).map(({ line }) => line)).toEqual(lines);
});
