import express from 'express';

const journal: string[] = [];

export const router = express.Router();

router.get('/journal/:entry', (req, res) => {
  const agent = req.get('user-agent') ?? 'unknown';
  journal.push(`${req.ip} reads ${req.params.entry} with ${agent}\n`);
  res.json({ entry: req.params.entry, isWritten: journal.at(-1)?.endsWith('\n') });
});
