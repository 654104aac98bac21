import { performance } from 'node:perf_hooks';
import express from 'express';

performance.setResourceTimingBufferSize(100);

export const router = express.Router();

router.get('/routes/:from/:to', (req, res) => {
  performance.mark('route asked');
  res.json({ from: req.params.from, to: req.params.to, legs: 2 });
});
