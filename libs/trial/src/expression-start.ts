import { withoutComments } from './declarations.ts';

interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * Where the call or assignment begins of which an engine names the middle: V8 points at `set` in `users.byId.set(…)`, and
 * at `=` in `last[id] = …`; people, and `scan`, at its first character. Read backwards from there, as no parser is at hand;
 * what cannot be read stays as it is.
 *
 * @example
 * expressionStart('users.byId.set(1)', { line: 1, column: 12 }); // { line: 1, column: 1 }
 */
export function expressionStart(source: string, place: Place): Place {
  const text = withoutComments(source);
  const offset = offsetOf(text, place);
  if (offset === null || !isInTheMiddle(text, offset)) return place;
  const start = operandStart(text, skipBlanks(text, offset));
  return start === null ? place : placeAt(text, start);
}

const assignment = /\s*(?:[-+*/%&|^]|\*\*|<<|>>>?|&&|\|\||\?\?)?=(?![=>])/y;

function isInTheMiddle(text: string, offset: number): boolean {
  assignment.lastIndex = offset;
  return assignment.test(text) || text[skipBlanks(text, offset) - 1] === '.';
}

/** The first character of the operand that ends before an offset, the dots and brackets of its members included. */
function operandStart(text: string, end: number): number | null {
  let start = end;
  for (;;) {
    start = skipMemberSign(text, start);
    const opening = openingOf(text, start);
    if (opening !== null) {
      start = opening;
      // What is called or indexed comes before.
      if (isOperandBefore(text, start)) continue;
      return start;
    }
    const name = nameBefore(text, start);
    start -= name.length;
    // The flags of a regular expression look like a name; nothing piles up in one.
    if (name === '' || text[start - 1] === '/') return null;
    if (!isMemberBefore(text, start)) return withNew(text, start);
  }
}

// `a.b`, `a?.b`, and TypeScript's `a!.b`.
function skipMemberSign(text: string, end: number): number {
  let start = skipBlanks(text, end);
  if (text[start - 1] === '.') start = skipBlanks(text, start - (text[start - 2] === '?' ? 2 : 1));
  return text[start - 1] === '!' ? start - 1 : start;
}

// Not the dots of `...a`.
function isMemberBefore(text: string, start: number): boolean {
  const end = skipBlanks(text, start);
  return text[end - 1] === '.' && text[end - 2] !== '.';
}

const longestName = 200;
const keywords =
  /(?:^|[^\p{ID_Continue}$.])(?:return|await|yield|typeof|void|delete|case|if|while|in|of|else|do|throw)$/u;

function isOperandBefore(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - longestName), skipBlanks(text, start));
  return /[\p{ID_Continue}$)\]!.]$/u.test(before) && !keywords.test(before);
}

function nameBefore(text: string, end: number): string {
  return /[\p{ID_Continue}$#]+$/u.exec(text.slice(Math.max(0, end - longestName), end))?.[0] ?? '';
}

function withNew(text: string, start: number): number {
  const [word = ''] = /\bnew\s+$/.exec(text.slice(Math.max(0, start - longestName), start)) ?? [];
  return start - word.length;
}

/** The bracket that the one before an offset closes, null where there is none; texts in quotes are passed over. */
function openingOf(text: string, end: number): number | null {
  if (!/[)\]]/.test(text[end - 1] ?? '')) return null;
  let depth = 0;
  for (let at = end - 1; at >= 0; at -= 1) {
    const character = text[at]!;
    if (/['"`]/.test(character)) at = text.lastIndexOf(character, at - 1);
    else if (/[)\]}]/.test(character)) depth += 1;
    else if (/[([{]/.test(character)) depth -= 1;
    if (depth === 0) return at;
  }
  return null;
}

function skipBlanks(text: string, end: number): number {
  let at = end;
  while (/\s/.test(text[at - 1] ?? '')) at -= 1;
  return at;
}

function offsetOf(text: string, { line, column }: Place): number | null {
  let start = 0;
  for (let current = 1; current < line; current += 1) {
    const end = text.indexOf('\n', start);
    if (end < 0) return null;
    start = end + 1;
  }
  return start + column - 1;
}

function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}
