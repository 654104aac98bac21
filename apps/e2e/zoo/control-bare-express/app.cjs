const express = require('express');

const app = express();
app.get('/x', (req, res) => res.json({ ok: true }));
app.listen(Number(process.env.PORT ?? 0), '127.0.0.1');
