import { once } from 'node:events';
import express from 'express';

const stopped = once(process, 'SIGUSR2');
const running = new Set<() => void>();

void stopped.then(() => {
  for (const stop of running) stop();
});

async function untilStopped<Value>(work: Promise<Value>): Promise<Value | undefined> {
  let stop = () => {};
  const end = new Promise<undefined>((resolve) => {
    stop = () => resolve(undefined);
  });
  running.add(stop);
  try {
    return await Promise.race([end, work]);
  } finally {
    running.delete(stop);
  }
}

function forecast(place: string): Promise<string> {
  return Promise.resolve(`fair in ${place}`);
}

export const router = express.Router();

router.get('/weather/:place', async (req, res) => {
  const weather = await untilStopped(forecast(req.params.place));
  res.json({ weather });
});
