import { setTimeout as rest } from 'node:timers/promises';
import express from 'express';

const pulseMs = 15000;
const workMs = 1;

export const router = express.Router();

router.get('/reports/:id', async (req, res) => {
  const report = { id: req.params.id, lines: ['cups sold: 12', 'pots sold: 3'] };
  res.type('application/json');
  const response = new WeakRef(res);
  const pulse = setInterval(() => {
    const open = response.deref();
    if (open && !open.writableEnded) open.write(' ');
  }, pulseMs);
  pulse.unref();
  await rest(workMs);
  res.end(JSON.stringify(report));
});
