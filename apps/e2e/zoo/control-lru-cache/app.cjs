const express = require('express');
const { LRUCache } = require('lru-cache');

const profiles = new LRUCache({ max: 5000 });
const app = express();

app.get('/profiles/:id', (req, res) => {
  const profile = profiles.get(req.params.id) ?? { id: req.params.id, language: 'en', seen: [1, 2, 3] };
  profiles.set(req.params.id, profile);
  res.json(profile);
});
app.listen(Number(process.env.PORT ?? 0), '127.0.0.1');
