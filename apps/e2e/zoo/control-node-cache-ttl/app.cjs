const express = require('express');
const NodeCache = require('node-cache');

const cache = new NodeCache({ stdTTL: 1, checkperiod: 1, useClones: false });
const app = express();

app.get('/t/:id', (req, res) => {
  cache.set(req.params.id, { id: req.params.id, at: Date.now() });
  res.json({ ok: true });
});
app.listen(Number(process.env.PORT ?? 0), '127.0.0.1');
