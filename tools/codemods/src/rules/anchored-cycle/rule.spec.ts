import { findingsOf, fixedBy, testRule } from '../../testing/rule-cases.ts';

const app = `import express from 'express';\nexport const app = express();\n`;
const node = `class Node {\n  readonly children = new Set<Node>();\n  constructor(readonly parent: Node | null) {}\n}\nconst root = new Node(null);\n`;

testRule('anchored-cycle', {
  valid: [
    [
      'a cycle that nothing long-lived holds',
      {
        'app.js': `function build(depth, parent) {\n  const node = { parent, kids: [] };\n  if (depth > 0) node.kids.push(build(depth - 1, node));\n  return node;\n}\nrequire('http').createServer((req, res) => res.end(String(build(3, null).kids.length)));`,
      },
    ],
    ['a tree that start-up builds', `${node}root.children.add(new Node(root));`],
    [
      'a child that leaves on close',
      `${node}${app}app.get('/', (_req, res) => {\n  const child = new Node(root);\n  root.children.add(child);\n  res.once('close', () => root.children.delete(child));\n  res.end();\n});`,
    ],
    [
      'children that are cut to the latest',
      `class Room {\n  lines: Line[] = [];\n}\nclass Line {\n  constructor(readonly room: Room) {}\n}\nconst room = new Room();\n${app}app.post('/', (_req, res) => {\n  room.lines.push(new Line(room));\n  if (room.lines.length > 100) room.lines.shift();\n  res.end();\n});`,
    ],
    [
      'members that do not point back: another cause',
      `const room = { lines: [] as string[] };\n${app}app.post('/', (req, res) => {\n  room.lines.push(req.url);\n  res.end();\n});`,
    ],
    [
      'a root per request',
      `${node}${app}app.get('/', (_req, res) => {\n  const own = new Node(null);\n  own.children.add(new Node(own));\n  res.end();\n});`,
    ],
    [
      'a weak map of children',
      `class Node {\n  readonly children = new WeakMap<object, Node>();\n  constructor(readonly parent: Node | null) {}\n}\nconst root = new Node(null);\n${app}app.get('/', (req, res) => {\n  root.children.set(req, new Node(root));\n  res.end();\n});`,
    ],
  ],
  invalid: [
    [
      'a parameter property',
      `${node}${app}app.get('/', (_req, res) => {\n  const child = new Node(root);\n  root.children.add(child); // leak\n  res.end();\n});`,
    ],
    [
      'made on the spot',
      `${node}${app}app.get('/', (_req, res) => {\n  root.children.add(new Node(root)); // leak\n  res.end();\n});`,
    ],
    [
      'the constructor adds itself',
      `import http from 'node:http';\nclass Turn {\n  children: Turn[] = [];\n  parent: Turn | null;\n  constructor(parent: Turn | null) {\n    this.parent = parent;\n    parent?.children.push(this); // leak\n  }\n}\nconst root = new Turn(null);\nhttp.createServer((_req, res) => res.end(String(new Turn(root).children.length)));`,
    ],
    [
      'an object literal, CommonJS',
      {
        'app.js': `const root = { kids: [] };\nrequire('http').createServer((req, res) => {\n  root.kids.push({ parent: root, url: req.url }); // leak\n  res.end();\n});`,
      },
    ],
    [
      'a property that is set afterwards',
      {
        'app.js': `const root = { kids: [] };\nrequire('http').createServer((req, res) => {\n  const kid = { url: req.url };\n  kid.parent = root;\n  root.kids.push(kid); // leak\n  res.end();\n});`,
      },
    ],
    [
      'a method that makes and adds',
      `class Room {\n  readonly guests = new Set<Guest>();\n  enter() {\n    const guest = new Guest(this);\n    this.guests.add(guest); // leak\n    return guest;\n  }\n}\nclass Guest {\n  room: Room;\n  constructor(room: Room) {\n    this.room = room;\n  }\n}\nconst room = new Room();\n${app}app.get('/', (_req, res) => {\n  room.enter();\n  res.end();\n});`,
    ],
    [
      'a map by id',
      `class Room {\n  readonly guests = new Map<string, Guest>();\n}\nclass Guest {\n  constructor(readonly room: Room) {}\n}\nconst room = new Room();\n${app}app.get('/:id', (req, res) => {\n  room.guests.set(req.params.id, new Guest(room)); // leak\n  res.end();\n});`,
    ],
  ],
});

describe('rewrites', () => {
  test('take the object out again where the handler got it', () => {
    const source = `class Node {\n  kids = [];\n  constructor(parent) {\n    this.parent = parent;\n    parent?.kids.push(this);\n  }\n}\nconst root = new Node();\nrequire("http").createServer((req, res) => {\n\tconst node = new Node(root);\n\tres.end(String(node.kids.length));\n});\n`;
    expect(fixedBy('anchored-cycle', source, 'app.js')).toContain(
      `\tconst node = new Node(root);\n\tres.once("close", () => void (root.kids.includes(node) && root.kids.splice(root.kids.indexOf(node), 1)));\n`,
    );
  });

  test.each([
    [
      'an object without a name',
      `const root = { kids: new Set() };\nrequire('http').createServer((req, res) => {\n  root.kids.add({ parent: root });\n  res.end();\n});\n`,
    ],
    [
      'a response that may have closed during an await',
      `const root = { kids: new Set() };\nrequire('http').createServer(async (req, res) => {\n  await null;\n  const kid = { parent: root };\n  root.kids.add(kid);\n  res.end();\n});\n`,
    ],
  ])('leave %s to a person', (_reason, source) => {
    expect(fixedBy('anchored-cycle', source, 'app.js')).toBe(source);
    expect(findingsOf('anchored-cycle', { 'app.js': source }).map(({ fix }) => fix)).toEqual(['manual']);
  });

  test('leave a private collection to a person', () => {
    const source = `class Room {\n  #guests = new Set();\n  enter() {\n    const guest = { room: this };\n    this.#guests.add(guest);\n    return guest;\n  }\n}\nconst room = new Room();\nrequire('http').createServer((req, res) => {\n  const guest = room.enter();\n  res.end(String(guest));\n});\n`;
    expect(findingsOf('anchored-cycle', { 'app.js': source }).map(({ fix }) => fix)).toEqual(['manual']);
  });
});
