import express from 'express';
import { BehaviorSubject, distinctUntilChanged } from 'rxjs';

const temperature = new BehaviorSubject(21);

export const router = express.Router();

router.get('/temperature', (_req, res) => {
  const reading = { degrees: 0 };
  temperature.pipe(distinctUntilChanged()).subscribe((degrees) => (reading.degrees = degrees));
  res.json(reading);
});
