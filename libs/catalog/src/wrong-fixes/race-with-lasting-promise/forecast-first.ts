import { once } from 'node:events';
import express from 'express';

const stopped = once(process, 'SIGUSR2');

function forecast(place: string): Promise<string> {
  return Promise.resolve(`fair in ${place}`);
}

export const router = express.Router();

router.get('/weather/:place', async (req, res) => {
  const weather = await Promise.race([forecast(req.params.place), stopped]);
  res.json({ weather });
});
