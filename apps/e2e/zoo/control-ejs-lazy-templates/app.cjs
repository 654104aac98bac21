const express = require('express');
const ejs = require('ejs');

const app = express();
const templates = 300;

app.get('/page/:n', (req, res) => {
  const k = Number(req.params.n) % templates;
  const text = `<h1>Template ${k}</h1><% for (const item of items) { %><li><%= item %></li><% } %>`;
  res.send(ejs.render(text, { items: [1, 2, 3] }, { cache: true, filename: `page-${k}.ejs` }));
});
app.listen(Number(process.env.PORT ?? 0), '127.0.0.1');
