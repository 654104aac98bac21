import express from 'express';
import { StatsD } from 'node-statsd';

export const router = express.Router();

const metrics = new StatsD({ host: '127.0.0.1', prefix: 'tea.' });

router.get('/tea/:kind', (req, res) => {
  metrics.increment('asked');
  res.json({ kind: req.params.kind, minutes: 4 });
});
