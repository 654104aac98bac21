const handlers = `
  app.get('/users/:id', (req, res) => res.json({ id: req.params.id }));
  app.get('/visits/:id', (req, res) => {
    visits.push({ id: Number(req.params.id), at: Date.now() });
    res.json({ id: req.params.id });
  });
  return app;
}
`;

/** A small Express app with a route that keeps two numbers for each request. */
export const commonJsApp = `const express = require('express');
const visits = [];
exports.createApp = function createApp() {
  const app = express();${handlers}`;

/** The same in TypeScript, with lines that a compiler leaves out. */
export const typeScriptApp = `import express from 'express';

interface Visit {
  readonly id: number;
  readonly at: number;
}
const visits: Visit[] = [];

export function createApp() {
  const app = express();${handlers}`;

/** Where the route of an app keeps them: the line, counted from 1, that pushes. */
export function lineOfLeak(app: string): number {
  return app.split('\n').findIndex((line) => line.includes('visits.push')) + 1;
}
