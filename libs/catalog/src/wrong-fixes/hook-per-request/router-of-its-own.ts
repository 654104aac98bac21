import express, { type ErrorRequestHandler } from 'express';

export const router = express.Router();

const sayWhatFailed: ErrorRequestHandler = (error, _req, res, next) => {
  if (res.headersSent) return next(error);
  res.status(500).json({ failed: String(error) });
};

router.get('/parcels/:id', (req, res) => {
  const failures = express.Router();
  failures.use(sayWhatFailed);
  router.use(failures);
  res.json({ id: req.params.id, state: 'on its way' });
});
