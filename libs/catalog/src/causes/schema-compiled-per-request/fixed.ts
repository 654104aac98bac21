import { Ajv } from 'ajv';
import express from 'express';

const ajv = new Ajv();

export const router = express.Router();

const isOrder = ajv.compile({ type: 'object', properties: { id: { type: 'string' } }, required: ['id'] });

router.get('/orders/:id', (req, res) => {
  res.status(isOrder(req.params) ? 200 : 400).json({ id: req.params.id });
});
