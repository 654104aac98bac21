import express from 'express';
import { BehaviorSubject } from 'rxjs';

const temperature = new BehaviorSubject(21);

export const router = express.Router();

router.get('/temperature', (_req, res) => {
  const reading = { degrees: 0 };
  temperature.subscribe((degrees) => (reading.degrees = degrees));
  res.once('close', () => temperature.complete());
  res.json(reading);
});
