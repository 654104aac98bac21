import express from 'express';
import { Counter, Registry } from 'prom-client';

const registry = new Registry();
const requests = new Counter({
  name: 'ticket_requests',
  help: 'Requests for tickets',
  labelNames: ['path'],
  registers: [registry],
});

let counted = 0;

export const router = express.Router();

router.get('/tickets/:id', (req, res) => {
  requests.inc({ path: req.path });
  counted += 1;
  if (counted % 1000 === 0) registry.clear();
  res.json({ id: req.params.id });
});
