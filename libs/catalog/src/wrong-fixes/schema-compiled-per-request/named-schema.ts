import { Ajv } from 'ajv';
import express from 'express';

const ajv = new Ajv();

export const router = express.Router();

router.get('/invoices/:id', (req, res) => {
  const isInvoice = ajv.compile({
    $id: 'invoice',
    type: 'object',
    properties: { id: { type: 'string' } },
    required: ['id'],
  });
  res.status(isInvoice(req.params) ? 200 : 400).json({ id: req.params.id });
});
