import { matchFindings } from './match.ts';
import { aFinding, aLeak } from './testing/samples.ts';

test('a leak with no finding near it has no match', () => {
  expect(matchFindings(aLeak(), [])).toEqual([]);
  expect(matchFindings(aLeak(), [aFinding({ file: 'src/other.ts', cause: 'unclosed-file' })])).toEqual([]);
});

test('the finding on the line of the insertion comes before one of the same sink', () => {
  const sameSink = aFinding({ line: 30, sink: { name: 'visitors', line: 3 } });
  const sameLine = aFinding({ line: 11, sink: { name: 'other', line: 4 } });
  expect(matchFindings(aLeak(), [sameSink, sameLine])).toEqual([sameLine, sameSink]);
});

test('where the insertion lies in a dependency, the line of the caller counts', () => {
  const leak = aLeak({
    insertion: {
      file: 'node_modules/mustache/mustache.js',
      line: 500,
      share: 1,
      caller: { file: 'src/page.ts', line: 7 },
    },
    sink: { kind: 'Object', name: 'defaultWriter.cache', file: 'node_modules/mustache/mustache.js', line: 400 },
  });
  const atCaller = aFinding({ file: 'src/page.ts', line: 7, cause: 'leaky-dependency' });
  const elsewhere = aFinding({ file: 'src/page.ts', line: 9, cause: 'leaky-dependency' });
  expect(matchFindings(leak, [elsewhere, atCaller])).toEqual([atCaller]);
});

test('the last identifier of the sink names it', () => {
  const leak = aLeak({ sink: { kind: 'Array', name: 'RequestLog.recent', file: 'src/app.ts', line: 4 } });
  const finding = aFinding({ line: 40, sink: { name: 'this.recent', line: 5 } });
  expect(matchFindings(leak, [finding])).toEqual([finding]);
});

test('a sink of the same name in another file is not the same sink', () => {
  const finding = aFinding({ file: 'src/admin.ts', line: 40, sink: { name: 'visitors', line: 5 } });
  expect(matchFindings(aLeak(), [finding, aFinding({ line: 11 })])[0]?.line).toBe(11);
});

test('a sink without name matches where it is declared on the same line', () => {
  const leak = aLeak({ insertion: null, sink: { kind: 'field', name: '', file: 'src/app.ts', line: 5 } });
  const finding = aFinding({ line: 40, sink: { name: 'current', line: 5 } });
  expect(matchFindings(leak, [finding])).toEqual([finding]);
});

test('the only finding of the cause in the file matches, one of two does not', () => {
  const first = aFinding({ line: 40 });
  const second = aFinding({ line: 60 });
  expect(matchFindings(aLeak(), [first])).toEqual([first]);
  expect(matchFindings(aLeak(), [first, second])).toEqual([]);
});

test('of two findings on one line the one with the cause of the leak comes first', () => {
  const otherCause = aFinding({ line: 11, cause: 'growing-request-list' });
  const sameCause = aFinding({ line: 11, cause: 'unbounded-cache' });
  expect(matchFindings(aLeak(), [otherCause, sameCause])).toEqual([sameCause, otherCause]);
});

test('without any position the only finding of the cause matches', () => {
  const leak = aLeak({ insertion: null, sink: null });
  const finding = aFinding({ file: 'src/other.ts', line: 40 });
  expect(matchFindings(leak, [finding])).toEqual([finding]);
});
