import express from 'express';
import Mustache from 'mustache';

export const router = express.Router();

router.get('/letters/:name', (req, res) => {
  const template = `Dear ${req.params.name},\n\nyour order of {{count}} {{article}} is on its way.\n`;
  const view = { count: 12, article: 'tea cups' };
  Mustache.parse(template);
  const letter = Mustache.render(template, view);
  res.type('text/plain').send(letter);
});
