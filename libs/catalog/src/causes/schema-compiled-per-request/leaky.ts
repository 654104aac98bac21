import { Ajv } from 'ajv';
import express from 'express';

const ajv = new Ajv();

export const router = express.Router();

router.get('/orders/:id', (req, res) => {
  // leak: schema-compiled-per-request
  const isOrder = ajv.compile({ type: 'object', properties: { id: { type: 'string' } }, required: ['id'] });
  res.status(isOrder(req.params) ? 200 : 400).json({ id: req.params.id });
});
