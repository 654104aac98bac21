import express from 'express';

interface Visitor {
  readonly address: string;
  readonly visits: number;
  readonly agent: string;
  readonly preferences: { readonly language: string; readonly encoding: string };
}

const visitors = new Map<string, WeakRef<Visitor>>();

export const router = express.Router();

router.get('/visitors', (req, res) => {
  const address = req.ip ?? 'unknown';
  const visits = (visitors.get(address)?.deref()?.visits ?? 0) + 1;
  const agent = req.get('user-agent') ?? 'unknown';
  const language = req.acceptsLanguages()[0] ?? '*';
  const encoding = req.acceptsEncodings()[0] ?? 'identity';
  visitors.set(address, new WeakRef({ address, visits, agent, preferences: { language, encoding } }));
  res.json({ address, visits });
});
