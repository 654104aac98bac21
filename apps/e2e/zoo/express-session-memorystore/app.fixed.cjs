const express = require('express');
const session = require('express-session');
const MemoryStore = require('memorystore')(session);

const app = express();

app.use(
  session({
    store: new MemoryStore({ checkPeriod: 300 }),
    secret: 'not a secret',
    resave: false,
    saveUninitialized: true,
    cookie: { maxAge: 500 },
  }),
);
app.get('/', (req, res) => {
  req.session.views = (req.session.views ?? 0) + 1;
  res.json({ views: req.session.views });
});
app.listen(Number(process.env.PORT ?? 0), '127.0.0.1');
