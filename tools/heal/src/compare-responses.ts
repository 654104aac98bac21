import type { ResponseComparison } from '@watertight/evidence';
import type { RecordedBody, RecordedResponse } from './record-responses.ts';

/** Parts of responses that two runs of the same code do not agree on, such as `GET /x body.time`. */
export type VolatileParts = ReadonlySet<string>;

const nameable = 5;
const shownLength = 60;
// Of the connection, not of the answer.
const alwaysVolatile = ['date', 'connection', 'keep-alive'];
const derivedFromBody = ['etag', 'content-length', 'content-md5'];

/** Compares two runs of the same code: what differs there says nothing about a rewrite. */
export function findVolatileParts(
  first: readonly RecordedResponse[],
  second: readonly RecordedResponse[],
): VolatileParts {
  const parts = pairs(first, second).flatMap(([a, b]) => differences(a, b).map(({ part }) => partOf(a, part)));
  return new Set(parts);
}

/**
 * Compares the responses before and after a rewrite, without the parts that are volatile anyway.
 *
 * @example
 * const { different } = compareResponses(before, after, findVolatileParts(before, again));
 */
export function compareResponses(
  before: readonly RecordedResponse[],
  after: readonly RecordedResponse[],
  volatile: VolatileParts,
): ResponseComparison {
  const different = pairs(before, after)
    .map(([a, b]) => ({ response: a, found: differences(a, b, (part) => isVolatile(a, part, volatile)) }))
    .filter(({ found }) => found.length > 0);
  return {
    compared: before.length,
    different: different.length + Math.abs(before.length - after.length),
    examples: different.slice(0, nameable).map(({ response, found }) => describe(response, found)),
    volatile: [...volatile].sort(),
  };
}

interface Difference {
  /** Such as `status`, `header etag`, `body.items[].id`. */
  readonly part: string;
  readonly before: unknown;
  readonly after: unknown;
}

type Skip = (part: string) => boolean;

function differences(a: RecordedResponse, b: RecordedResponse, skip: Skip = () => false): Difference[] {
  const status = a.status === b.status ? [] : [{ part: 'status', before: a.status, after: b.status }];
  return [...status, ...bodyDifferences(a.body, b.body, skip), ...headerDifferences(a, b, skip)].filter(
    ({ part }) => !skip(part),
  );
}

function headerDifferences(a: RecordedResponse, b: RecordedResponse, skip: Skip): Difference[] {
  const bodyIsStable = bodyDifferences(a.body, b.body, () => false).every(({ part }) => !skip(part));
  return [...new Set([...Object.keys(a.headers), ...Object.keys(b.headers)])]
    .filter((name) => !alwaysVolatile.includes(name) && (bodyIsStable || !derivedFromBody.includes(name)))
    .filter((name) => a.headers[name] !== b.headers[name])
    .map((name) => ({ part: `header ${name}`, before: a.headers[name], after: b.headers[name] }));
}

function bodyDifferences(a: RecordedBody, b: RecordedBody, skip: Skip): Difference[] {
  if (a.kind === 'json' && b.kind === 'json') return jsonDifferences(a.value, b.value, 'body', skip);
  if (JSON.stringify(a) === JSON.stringify(b)) return [];
  return [{ part: 'body', before: summary(a), after: summary(b) }];
}

/** A container whose keys or length differ is one difference: names of its parts would not come again. */
function jsonDifferences(a: unknown, b: unknown, part: string, skip: Skip): Difference[] {
  if (Object.is(a, b) || skip(part)) return [];
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) {
    return a.flatMap((item, index) => jsonDifferences(item, b[index], `${part}[]`, skip));
  }
  if (isRecord(a) && isRecord(b) && haveSameKeys(a, b)) {
    return Object.keys(a).flatMap((key) => jsonDifferences(a[key], b[key], `${part}.${key}`, skip));
  }
  return [{ part, before: a, after: b }];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function haveSameKeys(a: object, b: object): boolean {
  return Object.keys(a).join('\n') === Object.keys(b).join('\n');
}

function isVolatile(response: RecordedResponse, part: string, volatile: VolatileParts): boolean {
  return volatile.has(partOf(response, part));
}

function partOf({ route }: RecordedResponse, part: string): string {
  return `${route} ${part}`;
}

function describe({ route, n }: RecordedResponse, found: readonly Difference[]): string {
  const [first] = found;
  if (!first) return route;
  const more = found.length > 1 ? `, and ${found.length - 1} more` : '';
  return `${route} with n = ${n}: ${first.part} ${shown(first.before)} → ${shown(first.after)}${more}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'none';
  return text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
}

function summary(body: RecordedBody): unknown {
  if (body.kind === 'json') return body.value;
  return body.kind === 'text' ? body.text : `sha256 ${body.sha256.slice(0, 12)}`;
}

function pairs(
  first: readonly RecordedResponse[],
  second: readonly RecordedResponse[],
): [RecordedResponse, RecordedResponse][] {
  const byNumber = new Map(second.map((response) => [response.n, response]));
  return first.flatMap((response) => {
    const other = byNumber.get(response.n);
    return other ? [[response, other] as [RecordedResponse, RecordedResponse]] : [];
  });
}
