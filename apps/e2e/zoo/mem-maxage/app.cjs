const express = require('express');
const mem = require('mem');

const app = express();
const priceOf = mem((sku) => ({ sku, cents: sku.length * 100 }), { maxAge: 100 });

app.get('/price/:sku', (req, res) => res.json(priceOf(req.params.sku)));
app.listen(Number(process.env.PORT ?? 0), '127.0.0.1');
