import express from 'express';
import session from 'express-session';
import createMemoryStore from 'memorystore';

export const router = express.Router();

const MemoryStore = createMemoryStore(session);
const sessions = session({
  store: new MemoryStore({ checkPeriod: 86_400_000, max: 10_000 }),
  secret: 'tea',
  resave: false,
  // Also who has put nothing into the basket gets one.
  saveUninitialized: true,
});

router.get('/basket', sessions, (req, res) => {
  res.json({ items: [], isNew: req.session.cookie.maxAge === null });
});
