import express from 'express';
import { Pool } from '../../causes/unreleased-resource/pool.ts';

const pool = new Pool();

export const router = express.Router();

router.get('/orders/:id', async (req, res) => {
  const client = await pool.connect();
  try {
    const { rows } = await client.query('select state from orders where id = $1', [req.params.id]);
    res.json({ id: req.params.id, state: rows[0] });
  } catch {
    res.json({ id: req.params.id, state: null });
  }
  client.release();
});
