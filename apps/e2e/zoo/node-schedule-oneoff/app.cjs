const express = require('express');
const schedule = require('node-schedule');

const app = express();
let sent = 0;

app.post('/reminders', (req, res) => {
  schedule.scheduleJob(new Date(Date.now() + 60), () => (sent += 1));
  res.status(202).json({ scheduled: true });
});
app.get('/reminders', (req, res) => res.json({ sent }));
app.listen(Number(process.env.PORT ?? 0), '127.0.0.1');
