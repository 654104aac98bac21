import express from 'express';

const active = new Map<string, number | undefined>();

export const router = express.Router();

router.get('/exports/:id', (req, res) => {
  const id = `${req.ip} asks for ${req.params.id}`;
  active.set(id, (active.get(id) ?? 0) + 1);
  res.on('close', () => {
    const others = (active.get(id) ?? 0) - 1;
    active.set(id, others === 0 ? undefined : others);
  });
  res.json({ id: req.params.id });
});
