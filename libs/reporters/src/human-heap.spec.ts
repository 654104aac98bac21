import { human } from './human.ts';
import { dominated, growing, retained } from './testing/drawn-heap-results.ts';
import { withStrings } from './testing/with-strings.ts';

test('growth begins with the sink and goes on with what it gained and who holds it', () => {
  expect(human({ kind: 'heap-growth', result: growing })).toBe(`\
growing: Map journal.recent gained 3,018 objects (288 KiB) in 2 steps, some in
  each

Map journal.recent  @4711
  gains      503 RequestRecord, 1,509 objects with all they hold, 156 KiB
             503 RequestRecord, 1,509 objects with all they hold, 132 KiB
  held by    /srv/app/server.mjs
             └─ journal: Journal
                └─ .recent: Map
                    ~~~~~~
                   └─ [17]: RequestRecord

classes with more objects in each of 2 steps
  step 1  step 2      bytes  class
    +503    +503  +47.2 KiB  RequestRecord
`);
});

test('a sink that no name leads to is known by its id', () => {
  const sinks = growing.sinks.map((sink) => ({ ...sink, name: '', entryClass: null, retainingPath: [] }));
  const text = human({ kind: 'heap-growth', result: { ...growing, sinks, classes: [] } });
  expect(text).toMatch(/^growing: Map @4711 gained/);
  expect(text).toContain('gains      1,509 objects (156 KiB)');
  expect(text).not.toContain('held by');
});

test('retainers are told object by object, path by path', () => {
  expect(human({ kind: 'heap-retainers', result: retained })).toBe(`\
app.heapsnapshot: 1,006 objects of class RequestRecord, of which the one that
  retains the most

RequestRecord @17  /srv/app/server.mjs:3:34
  retains    232 B, of which 48 B are its own
  held by    /srv/app/server.mjs
             └─ .recent: Map
                └─ [17]: RequestRecord
  and by     /srv/app/server.mjs
             └─ last: RequestRecord
`);
});

test('an object that only weak references lead to says so', () => {
  const objects = retained.objects.map((object) => ({ ...object, retainingPaths: [] }));
  expect(human({ kind: 'heap-retainers', result: { ...retained, objects } })).toContain(
    'held by    nothing but weak references',
  );
});

test('dominators are a tree of what matters', () => {
  expect(human({ kind: 'heap-dominators', result: dominated })).toBe(`\
app.heapsnapshot: 977 KiB, and what would be freed with what

  retained  share  object
   977 KiB  100 %  (root)
   586 KiB   60 %  ├─ journal: Journal @7
   576 KiB   59 %  │  └─ .recent: Map @7
   488 KiB   50 %  │     └─ RequestRecord × 1,006
   293 KiB   30 %  └─ (compiled code)

branches below 2 % are left out; --reporter html=dominators.html shows more
`);
});

test('no name in a heap moves the cursor', () => {
  for (const report of [
    { kind: 'heap-growth', result: withStrings(growing, (text) => (text === 'growing' ? text : '\u001b[2J')) },
    { kind: 'heap-retainers', result: withStrings(retained, () => '\u001b[2J') },
    { kind: 'heap-dominators', result: withStrings(dominated, () => '\u001b[2J') },
  ] as const) {
    expect(human(report)).not.toContain('\u001b');
  }
});

test('a summary names what piles up and what holds the most, and its path, before all else', () => {
  const held = { ...retained.objects[0]!, retainingPath: retained.objects[0]!.retainingPaths[0]! };
  const text = human({
    kind: 'heap-summary',
    result: {
      schemaVersion: 1,
      file: 'app.heapsnapshot',
      objects: 3,
      references: 2,
      bytes: 2048,
      classCount: 1,
      classes: [{ className: 'RequestRecord', count: 3, shallowBytes: 48, retainedBytes: 232, source: null }],
      accumulations: [held],
      largest: [held],
      packages: [{ packageName: '(program)', count: 3, shallowBytes: 48 }],
    },
  });
  expect(text).toBe(`\
app.heapsnapshot: 2 KiB in 3 objects with 2 references

where memory piles up
  retained   own  object
     232 B  48 B  RequestRecord @17  /srv/app/server.mjs → .recent: Map → [17]: RequestRecord

objects that retain the most
  retained   own  object
     232 B  48 B  RequestRecord @17  /srv/app/server.mjs → .recent: Map → [17]: RequestRecord

classes, all 1
  count   own  retained  class
      3  48 B     232 B  RequestRecord

packages whose code it belongs to
  count   own  package
      3  48 B  (program)
`);
});
