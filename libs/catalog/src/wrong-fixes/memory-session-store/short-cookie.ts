import express from 'express';
import session from 'express-session';

export const router = express.Router();

const sessions = session({
  secret: 'tea',
  resave: false,
  cookie: { maxAge: 1000 },
  // Also who has put nothing into the basket gets one.
  saveUninitialized: true,
});

router.get('/basket', sessions, (req, res) => {
  res.json({ items: [], isNew: req.session.cookie.maxAge === null });
});
