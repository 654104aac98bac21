import { once } from 'node:events';
import express from 'express';

const stopped = once(process, 'SIGUSR2');

function forecast(place: string): Promise<string> {
  return Promise.resolve(`fair in ${place}`);
}

export const router = express.Router();

router.get('/weather/:place', async (req, res) => {
  const stop = new Promise<unknown>((resolve) => void stopped.then(resolve));
  const weather = await Promise.race([stop, forecast(req.params.place)]);
  res.json({ weather });
});
