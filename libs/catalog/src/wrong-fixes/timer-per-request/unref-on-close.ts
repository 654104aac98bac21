import { setTimeout as rest } from 'node:timers/promises';
import express from 'express';

const pulseMs = 15000;
const workMs = 1;

export const router = express.Router();

router.get('/reports/:id', async (req, res) => {
  const report = { id: req.params.id, lines: ['cups sold: 12', 'pots sold: 3'] };
  res.type('application/json');
  const pulse = setInterval(() => res.writableEnded || res.write(' '), pulseMs);
  res.once('close', () => pulse.unref());
  await rest(workMs);
  res.end(JSON.stringify(report));
});
