import express from 'express';
import { BehaviorSubject } from 'rxjs';

const temperature = new BehaviorSubject(21);

export const router = express.Router();

router.get('/temperature', (_req, res) => {
  const reading = { degrees: 0 };
  const subscription = temperature.subscribe((degrees) => (reading.degrees = degrees));
  res.once('close', () => subscription.unsubscribe());
  res.json(reading);
});
