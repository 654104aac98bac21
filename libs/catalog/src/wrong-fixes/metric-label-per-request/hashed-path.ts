import { createHash } from 'node:crypto';
import express from 'express';
import { Counter, Registry } from 'prom-client';

const registry = new Registry();
const requests = new Counter({
  name: 'ticket_requests',
  help: 'Requests for tickets',
  labelNames: ['path'],
  registers: [registry],
});

export const router = express.Router();

router.get('/tickets/:id', (req, res) => {
  const path = createHash('sha1').update(req.path).digest('hex').slice(0, 8);
  requests.inc({ path });
  res.json({ id: req.params.id });
});
