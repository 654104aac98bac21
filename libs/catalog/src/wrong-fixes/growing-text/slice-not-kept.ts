import express from 'express';

let journal = '';

export const router = express.Router();

router.get('/journal/:entry', (req, res) => {
  const agent = req.get('user-agent') ?? 'unknown';
  journal += `${req.ip} reads ${req.params.entry} with ${agent}\n`;
  if (journal.length > 20_000) journal.slice(-10_000);
  res.json({ entry: req.params.entry, isWritten: journal.endsWith('\n') });
});
