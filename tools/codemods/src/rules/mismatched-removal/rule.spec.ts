import { findingsOf, testRule } from '../../testing/rule-cases.ts';

const app = `import express from 'express';\nexport const app = express();\n`;
const feed = `import { EventEmitter } from 'node:events';\nconst feed = new EventEmitter();\n`;

testRule('mismatched-removal', {
  valid: [
    [
      'the same function',
      `${feed}${app}app.get('/', (_req, res) => {\n  const send = () => res.write('.');\n  feed.on('tick', send);\n  res.on('close', () => feed.off('tick', send));\n});`,
    ],
    [
      'bound once, for both',
      `${feed}export class Gate {\n  #send = this.send.bind(this);\n  start() { feed.on('tick', this.#send); }\n  stop() { feed.off('tick', this.#send); }\n  send() {}\n}`,
    ],
    [
      'an arrow function of the class',
      `${feed}export class Gate {\n  send = () => {};\n  start() { feed.on('tick', this.send); }\n  stop() { feed.off('tick', this.send); }\n}`,
    ],
    [
      'all of them',
      `${feed}export class Gate {\n  start() { feed.on('tick', () => {}); }\n  stop() { feed.removeAllListeners('tick'); }\n}`,
    ],
    [
      'an emitter of the request',
      `${app}app.get('/', (req, res) => {\n  req.on('data', () => {});\n  req.off('data', () => {});\n  res.end();\n});`,
    ],
    [
      'bound in the constructor, under the same name',
      `${feed}export class Gate {\n  constructor() { this.send = this.send.bind(this); }\n  start() { feed.on('tick', this.send); }\n  stop() { feed.off('tick', this.send); }\n  send() {}\n}`,
    ],
    [
      'another event',
      `${feed}export class Gate {\n  start() { feed.on('tick', this.send); }\n  stop() { feed.off('tock', () => {}); feed.off('tick', this.send); }\n  send = () => {};\n}`,
    ],
    [
      'the wrapper, kept by its listener',
      `${feed}const wrappers = new WeakMap<() => void, () => void>();\nexport function listen(listener: () => void) {\n  const wrapped = () => listener();\n  wrappers.set(listener, wrapped);\n  feed.on('tick', wrapped);\n}\nexport function leave(listener: () => void) {\n  const wrapped = wrappers.get(listener);\n  if (wrapped) feed.off('tick', wrapped);\n}`,
    ],
  ],
  invalid: [
    [
      'bound anew by an object of each request',
      `${feed}${app}class View {
  constructor(private readonly source: EventEmitter) {
    this.source.on('tick', this.show.bind(this)); // leak
  }
  close() { this.source.off('tick', this.show.bind(this)); }
  show() {}
}
app.get('/', (_req, res) => { const view = new View(feed); res.on('close', () => view.close()); });`,
    ],
    [
      'a second arrow function',
      `${feed}${app}app.get('/', (_req, res) => {\n  feed.on('tick', () => res.write('.')); // leak\n  res.on('close', () => feed.off('tick', () => res.write('.')));\n});`,
    ],
    [
      'a second bind, in a class that comes and goes',
      `${feed}export class Gate {\n  start() {\n    feed.on('tick', this.send.bind(this)); // leak\n  }\n  stop() {\n    feed.off('tick', this.send.bind(this));\n  }\n  send() {}\n}`,
    ],
    [
      'the method instead of its bound twin, CommonJS',
      {
        'session.js': `const bus = require('./bus');
class Session {
  open() {
    bus.on('tick', this.onTick.bind(this)); // leak
  }
  close() {
    bus.removeListener('tick', this.onTick.bind(this));
  }
  onTick() {}
}
module.exports = Session;`,
        'bus.js': `const { EventEmitter } = require('events');\nmodule.exports = new EventEmitter();`,
      },
    ],
    [
      'a wrapper that is made again',
      {
        'live.js': `const bus = new (require('events'))();
const throttle = require('lodash.throttle');
module.exports = (req, res) => {
  const send = () => res.write('.');
  bus.on('tick', throttle(send, 100)); // leak
  req.on('close', () => bus.off('tick', throttle(send, 100)));
};`,
      },
    ],
    [
      'on a field that the class was given',
      `import type { EventEmitter } from 'node:events';
export class Watcher {
  constructor(private readonly events: EventEmitter) {}
  attach() {
    this.events.on('change', () => this.refresh()); // leak
  }
  detach() {
    this.events.off('change', () => this.refresh());
  }
  refresh() {}
}`,
    ],
    [
      'of a process',
      `${app}app.get('/', (_req, res) => {\n  process.on('SIGTERM', () => res.end()); // leak\n  res.on('close', () => process.off('SIGTERM', () => res.end()));\n});`,
    ],
    [
      'of a signal that outlives the request',
      `const stop = new AbortController();\n${app}app.get('/', (_req, res) => {\n  stop.signal.addEventListener('abort', () => res.end()); // leak\n  res.on('close', () => stop.signal.removeEventListener('abort', () => res.end()));\n});`,
    ],
  ],
});

test('says which line removes another function', () => {
  const source = `${feed}export class Gate {\n  start() {\n    feed.on('tick', () => {});\n  }\n  stop() {\n    feed.off('tick', () => {});\n  }\n}`;
  expect(findingsOf('mismatched-removal', source).map(({ message, confidence }) => ({ message, confidence }))).toEqual([
    {
      message:
        'feed keeps this listener, for line 8 removes another function; keep the listener in a variable for both',
      confidence: 'medium',
    },
  ]);
});
