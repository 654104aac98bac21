/** One way to leak, or to look as if: the handler's body and the state around it. `/*!*\/` stands before the insertion. */
export interface Form {
  readonly name: string;
  readonly state?: string;
  readonly handle: string;
  readonly expected: 'leaking' | 'stable';
  readonly sink?: string;
}

export const forms: readonly Form[] = [
  {
    name: 'a module Map',
    state: 'const seen = new Map();',
    handle: '/*!*/seen.set(req.url, { url: req.url });',
    expected: 'leaking',
    sink: 'seen',
  },
  {
    name: 'a Set of texts',
    state: 'const seen = new Set();',
    handle: '/*!*/seen.add(req.url);',
    expected: 'leaking',
    sink: 'seen',
  },
  {
    name: 'an array',
    state: 'const log = [];',
    handle: '/*!*/log.push({ url: req.url });',
    expected: 'leaking',
    sink: 'log',
  },
  {
    name: 'an array by index',
    state: 'const log = [];',
    handle: '/*!*/log[log.length] = { url: req.url };',
    expected: 'leaking',
    sink: 'log',
  },
  {
    name: 'a dictionary',
    state: 'const hits = {};',
    handle: '/*!*/hits[req.url] = { n: 1 };',
    expected: 'leaking',
    sink: 'hits',
  },
  {
    name: 'a bare dictionary',
    state: 'const hits = Object.create(null);',
    handle: '/*!*/hits[req.url] = { n: 1 };',
    expected: 'leaking',
    sink: 'hits',
  },
  {
    name: 'a counter per key',
    state: 'const counts = {};',
    handle: '/*!*/counts[req.url] = (counts[req.url] ?? 0) + 1;',
    expected: 'leaking',
    sink: 'counts',
  },
  {
    name: 'a private field of a middleware',
    state:
      'class Journal { #lines = []; add(req) { /*!*/this.#lines.push({ url: req.url }); } }\nconst journal = new Journal();',
    handle: 'journal.add(req);',
    expected: 'leaking',
    sink: 'lines',
  },
  {
    name: 'a memoising closure',
    state:
      'const memo = (fn) => { const known = new Map(); return (key) => { if (!known.has(key)) /*!*/known.set(key, fn(key)); return known.get(key); }; };\nconst parse = memo((url) => ({ url }));',
    handle: 'parse(req.url);',
    expected: 'leaking',
    sink: 'known',
  },
  {
    name: 'listeners on a shared emitter',
    state: "const feed = new (require('node:events'))().setMaxListeners(0);",
    handle: "/*!*/feed.on('tick', () => res.writableEnded);",
    expected: 'leaking',
  },
  {
    name: 'a list that is spread into itself',
    state: 'let urls = [];',
    handle: '/*!*/urls = [...urls.slice(-20_000), { url: req.url }];',
    expected: 'leaking',
    sink: 'urls',
  },
  {
    name: 'a linked list',
    state: 'let head = null;',
    handle: '/*!*/head = { url: req.url, next: head };',
    expected: 'leaking',
    sink: 'head',
  },
  {
    name: 'the last request in a field',
    state: 'class Stamp { use(req) { /*!*/this.last = req; } }\nconst stamp = new Stamp();',
    handle: 'stamp.use(req);',
    expected: 'leaking',
    sink: 'last',
  },
  {
    name: 'the last response in a variable',
    state: 'let last;',
    handle: '/*!*/last = res;',
    expected: 'leaking',
    sink: 'last',
  },
  {
    name: 'reactions to a promise that never settles',
    state: 'const closing = new Promise(() => {});',
    handle: '/*!*/closing.then(() => res.end());',
    expected: 'leaking',
  },
  {
    name: 'a dictionary with symbols for keys',
    state: 'const seen = {};',
    handle: '/*!*/seen[Symbol(req.url)] = req.url;',
    expected: 'leaking',
    sink: 'seen',
  },
  {
    name: 'signals that the runtime keeps',
    state: 'const stop = new AbortController();',
    handle:
      "const signal = AbortSignal.any([stop.signal, new AbortController().signal]);\n    /*!*/signal.addEventListener('abort', () => res.end());",
    expected: 'leaking',
  },
  {
    name: 'a watcher that nobody closes',
    state: "const fs = require('node:fs');",
    handle: '/*!*/fs.watch(__dirname, () => res.end());',
    expected: 'leaking',
    sink: 'FSWatcher',
  },
  {
    name: 'a message port that nobody closes',
    state: '',
    handle: '/*!*/new MessageChannel().port1.onmessage = () => res.end();',
    expected: 'leaking',
    sink: 'MessagePort',
  },
  {
    name: 'a listener in one of a thousand requests',
    state:
      "const { EventEmitter } = require('node:events');\nconst bus = new EventEmitter().setMaxListeners(0);\nlet count = 0;",
    handle: "if (count++ % 1000 === 0)\n    /*!*/bus.on('change', () => res.end());",
    expected: 'leaking',
    sink: 'bus',
  },
  {
    name: 'a timer in one of a thousand requests',
    state: 'let count = 0;',
    handle: 'if (count++ % 1000 === 0)\n    /*!*/setInterval(() => res.writable, 30_000).unref();',
    expected: 'leaking',
    sink: 'timers',
  },
  {
    name: 'a descriptor',
    state: "const fs = require('node:fs');",
    handle: "/*!*/fs.openSync('/dev/null', 'r');",
    expected: 'leaking',
  },
  {
    name: 'a file handle',
    state: "const { open } = require('node:fs/promises');",
    handle: "/*!*/await open('/dev/null', 'r');",
    expected: 'leaking',
  },
  {
    name: 'an identity map, until the load runs past the rows',
    state: 'const rows = new Map();',
    handle:
      "const id = ++n;\n    if (id > 10_000) return res.end('no such row');\n    /*!*/rows.set(id, { id, url: req.url });",
    expected: 'leaking',
    sink: 'rows',
  },
  {
    name: 'a cache over ten thousand keys that there are',
    state: 'const pages = new Map();',
    handle: 'const id = ++n % 10_000; if (!pages.has(id)) pages.set(id, { id });',
    expected: 'stable',
  },
  { name: 'nothing', handle: '', expected: 'stable' },
  {
    name: 'a map that is cleared on close',
    state: 'const open = new Map();',
    handle: "open.set(req, { url: req.url }); res.once('close', () => open.delete(req));",
    expected: 'stable',
  },
  {
    name: 'a finite set of keys, drawn at random',
    state: 'const seen = new Map();',
    handle: 'const key = Math.floor(Math.random() * 3000);\n    if (!seen.has(key)) seen.set(key, { key });',
    expected: 'stable',
  },
  {
    name: 'two generations of a cache',
    state: 'let young = new Map();\nlet old = new Map();',
    handle:
      'if (young.size >= 2000) {\n      old = young;\n      young = new Map();\n    }\n    young.set(req.url, { url: req.url, old: old.size });',
    expected: 'stable',
  },
  {
    name: 'a ring of the last thousand',
    state: 'const ring = [];',
    handle: 'ring.push({ url: req.url }); if (ring.length > 1000) ring.shift();',
    expected: 'stable',
  },
  {
    name: 'a map swept by time',
    state:
      'const seen = new Map();\nsetInterval(() => { for (const [key, at] of seen) if (Date.now() - at > 700) seen.delete(key); }, 500).unref();',
    handle: 'seen.set(req.url, Date.now());',
    expected: 'stable',
  },
  {
    name: 'facts about requests in a WeakMap',
    state: 'const facts = new WeakMap();',
    handle: 'facts.set(req, { url: req.url });',
    expected: 'stable',
  },
  {
    name: 'a plain cycle',
    handle: 'const a = { req }; const b = { a }; a.b = b;',
    expected: 'stable',
  },
];

/** The form as a server: one file, CommonJS, no dependency. */
export function programOf({ state = '', handle }: Form): string {
  return `const http = require('node:http');
let n = 0;
${state}
http
  .createServer(async (req, res) => {
    ${handle}
    res.end('ok');
  })
  .listen(0, '127.0.0.1');
`;
}

/** The line that inserts, counted from 1. */
export function insertionLine(program: string): number {
  return program.split('\n').findIndex((line) => line.includes('/*!*/')) + 1;
}
