import { Ajv } from 'ajv';
import express from 'express';

const ajv = new Ajv();

export const router = express.Router();

const isInvoice = ajv.compile({ type: 'object', properties: { id: { type: 'string' } }, required: ['id'] });

router.get('/invoices/:id', (req, res) => {
  res.status(isInvoice(req.params) ? 200 : 400).json({ id: req.params.id });
});
