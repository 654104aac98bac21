import express from 'express';

interface Visitor {
  readonly address: string;
  readonly visits: number;
  readonly expiresMs: number;
  readonly agent: string;
  readonly preferences: { readonly language: string; readonly encoding: string };
}

const keptMs = 1;
const visitors = new Map<string, Visitor>();

export const router = express.Router();

router.get('/visitors', (req, res) => {
  const address = req.ip ?? 'unknown';
  const known = visitors.get(address);
  if (known && known.expiresMs < Date.now()) visitors.delete(address);
  const visits = (visitors.get(address)?.visits ?? 0) + 1;
  const agent = req.get('user-agent') ?? 'unknown';
  const language = req.acceptsLanguages()[0] ?? '*';
  const encoding = req.acceptsEncodings()[0] ?? 'identity';
  const expiresMs = Date.now() + keptMs;
  visitors.set(address, { address, visits, expiresMs, agent, preferences: { language, encoding } });
  res.json({ address, visits });
});
