// Runs in the Node version under test: a small server's worth of objects of every kind, then a snapshot of them.
//
//   node take-heaps.cjs <file> [plain|internals|tracked]
const { EventEmitter } = require('node:events');
const { closeSync, openSync, writeSync } = require('node:fs');
const http = require('node:http');
const { Session: Inspector } = require('node:inspector');
const { writeHeapSnapshot } = require('node:v8');
const express = require('express');

const [file, kind] = process.argv.slice(2);
const inspector = new Inspector();
if (kind === 'tracked') {
  inspector.connect();
  inspector.post('HeapProfiler.startTrackingHeapObjects', { trackAllocations: true });
}

class Session {
  constructor(id) {
    this.id = id;
    this.seenAt = new Date();
    this.note = `${'session '.repeat(3)}${id}`.slice(2);
  }
}

const cache = new Map();
const states = new WeakMap();
const emitter = new EventEmitter().setMaxListeners(0);
const buffers = [];
const registry = new FinalizationRegistry(() => {});
const app = express();
for (let i = 0; i < 2000; i += 1) {
  const session = new Session(i);
  cache.set(`key ${i}`, session);
  states.set(session, { count: i, big: BigInt(i) ** 7n, symbol: Symbol(`s${i}`) });
  if (i % 10 === 0) emitter.on('tick', () => session.id);
  if (i % 20 === 0) buffers.push(new Uint8Array(1000 + i), Buffer.from(session.note));
  registry.register(session, i);
}
let list = null;
for (let i = 0; i < 5000; i += 1) list = { next: list, value: i + 0.5 };
app.get('/x', (request, response) => response.send(request.url));
const server = http.createServer(app);
globalThis.held = { cache, states, emitter, buffers, app, server, pattern: /x+/g, orphan: new WeakRef({ gone: true }) };
if (kind === 'tracked') writeTracked();
else writeHeapSnapshot(file, kind === 'internals' ? { exposeInternals: true, exposeNumericValues: true } : {});

// Only what takes the snapshot through the session that tracks gets the calls that allocated.
function writeTracked() {
  const descriptor = openSync(file, 'w');
  inspector.on('HeapProfiler.addHeapSnapshotChunk', ({ params }) => writeSync(descriptor, params.chunk));
  inspector.post('HeapProfiler.takeHeapSnapshot', { reportProgress: false }, (error) => {
    if (error) throw error;
    closeSync(descriptor);
    inspector.removeAllListeners();
    inspector.post('HeapProfiler.stopTrackingHeapObjects');
  });
}
