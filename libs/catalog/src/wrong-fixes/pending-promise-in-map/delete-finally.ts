import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';

const warehouse = new EventEmitter();
const waiting = new Map<number, (amount: number) => void>();
let lastId = 0;

warehouse.on('answer', (id: number, amount: number) => {
  waiting.get(id)?.(amount);
  waiting.delete(id);
});

function ask(item: string): Promise<number> {
  const id = ++lastId;
  const answer = new Promise<number>((resolve) => {
    waiting.set(id, resolve);
    warehouse.emit('question', id, item);
  });
  return answer.finally(() => waiting.delete(id));
}

export const router = express.Router();

router.get('/stock/:item', async (req, res) => {
  const amount = await Promise.race([ask(req.params.item), sleep(1, 0)]);
  res.json({ item: req.params.item, amount });
});
