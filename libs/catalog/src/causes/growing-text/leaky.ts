import express from 'express';

let journal = '';

export const router = express.Router();

router.get('/journal/:entry', (req, res) => {
  const agent = req.get('user-agent') ?? 'unknown';
  // leak: growing-text
  journal += `${req.ip} reads ${req.params.entry} with ${agent}\n`;
  res.json({ entry: req.params.entry, isWritten: journal.endsWith('\n') });
});
