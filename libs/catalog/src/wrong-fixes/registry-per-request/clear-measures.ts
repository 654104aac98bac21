import { performance } from 'node:perf_hooks';
import express from 'express';

export const router = express.Router();

router.get('/routes/:from/:to', (req, res) => {
  performance.mark('route asked');
  res.once('close', () => performance.clearMeasures('route asked'));
  res.json({ from: req.params.from, to: req.params.to, legs: 2 });
});
