import { Ajv } from 'ajv';
import express from 'express';

const ajv = new Ajv();

export const router = express.Router();

router.get('/invoices/:id', (req, res) => {
  const isInvoice = ajv.validate(
    { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
    req.params,
  );
  res.status(isInvoice ? 200 : 400).json({ id: req.params.id });
});
