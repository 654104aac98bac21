import express from 'express';
import { Counter } from 'prom-client';

const requests = new Counter({ name: 'ticket_requests', help: 'Requests for tickets', labelNames: ['path'] });

export const router = express.Router();

router.get('/tickets/:id', (req, res) => {
  requests.inc({ path: req.route.path });
  res.json({ id: req.params.id });
});
