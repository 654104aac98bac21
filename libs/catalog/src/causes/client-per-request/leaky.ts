import express from 'express';
import { StatsD } from 'node-statsd';

export const router = express.Router();

router.get('/tea/:kind', (req, res) => {
  // leak: client-per-request
  const metrics = new StatsD({ host: '127.0.0.1', prefix: 'tea.' });
  metrics.increment('asked');
  res.json({ kind: req.params.kind, minutes: 4 });
});
