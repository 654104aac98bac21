import { EventEmitter } from 'node:events';
import express from 'express';

let priceOfCup = 4;

/** Tells whoever is about to quote the price that it has changed. */
const priceUpdates = new EventEmitter();
// Node warns from the eleventh listener on.
priceUpdates.setMaxListeners(10);

export const router = express.Router();

router.get('/prices/cup', (_req, res) => {
  const quote = { item: 'cup', price: priceOfCup };
  priceUpdates.on('change', () => (quote.price = priceOfCup));
  setImmediate(() => res.json(quote));
});

router.put('/prices/cup/:price', (req, res) => {
  priceOfCup = Number(req.params.price);
  priceUpdates.emit('change');
  res.sendStatus(204);
});
