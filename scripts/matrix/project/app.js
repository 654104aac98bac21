const express = require('express');

const visits = [];

exports.createApp = function createApp() {
  const app = express();
  app.get('/users/:id', (req, res) => res.json({ id: req.params.id }));
  app.get('/visits/:id', (req, res) => {
    visits.push({ id: req.params.id, at: Date.now() });
    res.json({ id: req.params.id });
  });
  return app;
};
