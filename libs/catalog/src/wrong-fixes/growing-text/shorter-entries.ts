import express from 'express';

let journal = '';

export const router = express.Router();

router.get('/journal/:entry', (req, res) => {
  journal += `${req.ip} reads ${req.params.entry}\n`;
  res.json({ entry: req.params.entry, isWritten: journal.endsWith('\n') });
});
