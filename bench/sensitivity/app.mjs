// A small Express app with one planted leak, by name; `clean` has none.
import { EventEmitter } from 'node:events';
import express from 'express';

const bus = new EventEmitter().setMaxListeners(0);
const numbers = [];
const names = new Set();
const records = new Map();
let text = '';
let count = 0;

const plants = {
  clean() {},
  'two small integers (16 B)': (n) => numbers.push(n, n + 1),
  '16 characters of a text': () => void (text += '0123456789abcdef'),
  'a short string in a Set': (n) => names.add(`n${n}`),
  'a record in a Map': (n) => records.set(n, { n, at: Date.now() }),
  'a record in 1 of 100 requests': (n) => n % 100 === 0 && records.set(n, { n, at: Date.now() }),
  'a listener in 1 of 1,000 requests': (n) => n % 1000 === 0 && bus.on('price', () => n),
  'a timer in 1 of 1,000 requests': (n) => n % 1000 === 0 && setInterval(() => n, 60_000).unref(),
};

const plant = plants[process.argv[2] ?? 'clean'];
const app = express();
app.use(express.json());
app.get('/items/:id', (req, res) => {
  count += 1;
  plant(count);
  res.json({ id: req.params.id, price: (count % 97) * 1.5, tags: ['a', 'b'] });
});
app.get('/kept', (_req, res) => res.json([numbers.length, names.size, records.size, text.length]));
app.listen(Number(process.env.PORT ?? 0), '127.0.0.1');
