import express from 'express';
import { StatsD } from 'node-statsd';

// A listener for each client; Node warns from the eleventh on.
process.setMaxListeners(0);

export const router = express.Router();

router.get('/tea/:kind', (req, res) => {
  const metrics = new StatsD({ host: '127.0.0.1', prefix: 'tea.' });
  metrics.increment('asked');
  process.once('exit', () => metrics.close());
  res.json({ kind: req.params.kind, minutes: 4 });
});
