import { findingsOf, fixedBy, testRule } from '../../testing/rule-cases.ts';

const app = `import express from 'express';\nexport const app = express();\n`;

testRule('gone-client-kept', {
  valid: [
    [
      'a socket that leaves on close',
      {
        'app.js': `const { WebSocketServer } = require('ws');
const wss = new WebSocketServer({ port: 8080 });
const clients = new Set();
wss.on('connection', (ws) => { clients.add(ws); ws.on('close', () => clients.delete(ws)); });`,
      },
    ],
    [
      'a response filtered out on close',
      {
        'app.ts': `import express from 'express';
const app = express();
let subs: { id: number; res: express.Response }[] = [];
app.get('/events', (req, res) => { const id = Date.now(); subs.push({ id, res }); req.on('close', () => { subs = subs.filter((s) => s.id !== id); }); });`,
      },
    ],
    [
      'a gateway that is told of the end',
      {
        'app.ts': `import { WebSocketGateway } from '@nestjs/websockets';
import type { Socket } from 'socket.io';
@WebSocketGateway()
export class ChatGateway {
  private readonly sockets = new Map<string, Socket>();
  handleConnection(client: Socket) { this.sockets.set(client.id, client); }
  handleDisconnect(client: Socket) { this.sockets.delete(client.id); }
}`,
      },
    ],
    [
      'a name deleted on disconnect',
      {
        'app.js': `const io = require('socket.io')(3000);
const users = {};
io.on('connection', (socket) => { users[socket.id] = 1; socket.on('disconnect', () => { delete users[socket.id]; }); });`,
      },
    ],
    [
      'a sweep of what is closed',
      {
        'app.js': `const wss = new (require('ws').WebSocketServer)({ port: 1 });
let clients = [];
wss.on('connection', (ws) => { clients.push(ws); });
setInterval(() => { clients = clients.filter((c) => c.readyState `,
      },
    ],
    [
      'a socket spliced out on close',
      {
        'app.js': `const net = require('net');
const conns = [];
net.createServer((c) => { conns.push(c); c.once('close', () => { const i = conns.indexOf(c); if (i >= 0) conns.splice(i, 1); }); });`,
      },
    ],
    [
      'a WeakSet',
      {
        'app.ts': `import { WebSocketServer, type WebSocket } from 'ws';
const live = new WeakSet<WebSocket>();
new WebSocketServer({ port: 1 }).on('connection', (ws) => { live.add(ws); });`,
      },
    ],
    [
      'a helper called from onclose',
      {
        'app.js': `const wss = new (require('ws').WebSocketServer)({ port: 1 });
const clients = new Map();
function drop(ws) { clients.delete(ws); }
wss.on('connection', (ws) => { clients.set(ws, {}); ws.onclose = () => drop(ws); });`,
      },
    ],
    [
      'methods bound as listeners',
      {
        'app.ts': `import { EventEmitter } from 'node:events';
import { WebSocketServer } from 'ws';
class Hub extends EventEmitter {
  private clients = new Set<unknown>();
  attach(wss: WebSocketServer) { wss.on('connection', this.onConnection.bind(this)); }
  private onConnection(ws: import('ws').WebSocket) { this.clients.add(ws); ws.on('close', this.onClose.bind(this, ws)); }
  private onClose(ws: unknown) { this.clients.delete(ws); }
}
new Hub().attach(new WebSocketServer({ port: 1 }));`,
      },
    ],
    [
      'a response that is answered at once',
      `${app}const seen = new Map<string, unknown>();\napp.get('/', (_req, res) => {\n  seen.set('last', res);\n  res.end();\n});`,
    ],
  ],
  invalid: [
    [
      'sockets of ws in a Set',
      {
        'app.js': `const { WebSocketServer } = require('ws');
const wss = new WebSocketServer({ port: 8080 });
const clients = new Set();
wss.on('connection', (ws) => { clients.add(ws); ws.on('message', (m) => { for (const c of clients) c.send(m); }); }); // leak`,
      },
    ],
    [
      'responses with events in an array',
      {
        'app.ts': `import express from 'express';
const app = express();
const subscribers: express.Response[] = [];
app.get('/events', (req, res) => { res.setHeader('content-type', 'text/event-stream'); subscribers.push(res); res.write('\\n'); }); // leak
export const publish = (x: unknown) => subscribers.forEach((s) => s.write(\`data: \${JSON.stringify(x)}\\n\\n\`));`,
      },
    ],
    [
      'names by the id of a socket of socket.io',
      {
        'app.js': `const io = require('socket.io')(3000);
const users = {};
io.on('connection', (socket) => { socket.on('join', (name) => { users[socket.id] = name; }); }); // leak`,
      },
    ],
    [
      'a gateway of Nest that is not told of the end',
      {
        'app.ts': `import { WebSocketGateway, OnGatewayConnection } from '@nestjs/websockets';
import type { Socket } from 'socket.io';
@WebSocketGateway()
export class ChatGateway implements OnGatewayConnection {
  private readonly sockets = new Map<string, Socket>();
  handleConnection(client: Socket) { this.sockets.set(client.id, client); } // leak
}`,
      },
    ],
    [
      'sockets of net in an array',
      {
        'app.js': `const net = require('net');
const conns = [];
net.createServer((c) => { conns.push(c); c.on('data', (d) => conns.forEach((o) => o.write(d))); }).listen(1); // leak`,
      },
    ],
    [
      'clients that never leave',
      `${app}const clients: express.Response[] = [];\napp.get('/live', (_req, res) => {\n  clients.push(res); // leak\n});`,
    ],
    [
      'sockets that never leave',
      `import { WebSocketServer } from 'ws';\nconst clients = new Set();\nnew WebSocketServer({ port: 1 }).on('connection', (socket) => {\n  clients.add(socket); // leak\n});`,
    ],
  ],
});

describe('rewrites', () => {
  test.each([
    ['a member of a Set', 'new Set()', 'all.add(ws);', 'all.delete(ws)'],
    ['an entry of a Map', 'new Map()', 'all.set(ws, {});', 'all.delete(ws)'],
    ['an item of an array', '[]', 'all.push(ws);', 'all.splice(all.indexOf(ws) >>> 0, 1)'],
    ['an entry of a dictionary', '{}', 'all[ws.id] = ws;', 'delete all[ws.id]'],
  ])('take %s out when its socket closes', (_case, made, insertion, removal) => {
    const source = `const all = ${made};\nnew (require('ws').WebSocketServer)({ port: 1 }).on('connection', (ws) => {\n  ${insertion}\n});\n`;
    expect(fixedBy('gone-client-kept', source, 'app.js')).toBe(
      source.replace(insertion, `${insertion}\n  ws.once('close', () => ${removal});`),
    );
  });

  test('leave a client to a person where no end of it is in reach', () => {
    const source = `const io = require('socket.io')(1);\nconst users = {};\nio.on('connection', (socket) => {\n  socket.on('join', (name) => {\n    users[socket.id] = name;\n  });\n});\n`;
    expect(fixedBy('gone-client-kept', source, 'app.js')).toBe(source);
    expect(findingsOf('gone-client-kept', { 'app.js': source }).map(({ fix }) => fix)).toEqual(['manual']);
  });
});
