import express from 'express';
import { StatsD } from 'node-statsd';

export const router = express.Router();

router.get('/tea/:kind', (req, res) => {
  const metrics = new StatsD({ host: '127.0.0.1', prefix: 'tea.' });
  metrics.increment('asked');
  metrics.socket.unref();
  res.json({ kind: req.params.kind, minutes: 4 });
});
