import express from 'express';
import { StatsD } from 'node-statsd';

export const router = express.Router();

router.get('/tea/:kind', (req, res) => {
  res.locals['metrics'] = new StatsD({ host: '127.0.0.1', prefix: 'tea.' });
  (res.locals['metrics'] as StatsD).increment('asked');
  res.once('close', () => delete res.locals['metrics']);
  res.json({ kind: req.params.kind, minutes: 4 });
});
