import express from 'express';

const active = new Map<string, number>();

export const router = express.Router();

router.get('/exports/:id', (req, res) => {
  const id = `${req.ip} asks for ${req.params.id}`;
  active.set(id, (active.get(id) ?? 0) + 1);
  res.on('close', () => {
    active.set(id, (active.get(id) ?? 0) - 1);
    if (active.get(id) === 0) active.delete(req.params.id);
  });
  res.json({ id: req.params.id });
});
