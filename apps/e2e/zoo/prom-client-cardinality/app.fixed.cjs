const express = require('express');
const client = require('prom-client');

const seconds = new client.Histogram({ name: 'http_seconds', help: 'latency', labelNames: ['path'] });
const app = express();

app.use((req, res, next) => {
  const end = seconds.startTimer();
  res.on('finish', () => end({ path: req.route?.path ?? 'none' }));
  next();
});
app.get('/users/:id', (req, res) => res.json({ id: req.params.id }));
app.listen(Number(process.env.PORT ?? 0), '127.0.0.1');
