import { EventEmitter } from 'node:events';
import express from 'express';

/** Tells whoever is about to answer that an item is sold out. */
const stock = new EventEmitter();
// Many customers ask at once; Node warns from the eleventh listener on.
stock.setMaxListeners(0);

class Offer {
  readonly item: string;
  isAvailable = true;

  constructor(item: string) {
    this.item = item;
  }

  withdraw(item: string): void {
    if (item === this.item) this.isAvailable = false;
  }
}

export const router = express.Router();

router.get('/offers/:item', (req, res) => {
  const offer = new Offer(req.params.item);
  stock.on('sold-out', offer.withdraw.bind(offer));
  res.once('close', () => {
    const onSoldOut = offer.withdraw.bind(offer);
    stock.off('sold-out', onSoldOut);
  });
  setImmediate(() => res.json(offer));
});
