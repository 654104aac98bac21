import { setMaxListeners } from 'node:events';
import express from 'express';

/** Aborts what is under way when the server is told to stop. */
const stopping = new AbortController();
// Many customers ask at once; Node warns from the eleventh listener on.
setMaxListeners(0, stopping.signal);

export const router = express.Router();

router.get('/forecasts/:city', (req, res) => {
  const forecast = { city: req.params.city, sky: 'clear', isFinal: true };
  stopping.signal.addEventListener('abort', () => (forecast.isFinal = false), { once: true });
  setImmediate(() => res.json(forecast));
});
