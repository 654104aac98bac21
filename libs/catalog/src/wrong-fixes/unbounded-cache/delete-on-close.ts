import express from 'express';

interface Visitor {
  readonly address: string;
  readonly visits: number;
  readonly agent: string;
  readonly preferences: { readonly language: string; readonly encoding: string };
}

const visitors = new Map<string, Visitor>();

export const router = express.Router();

router.get('/visitors', (req, res) => {
  const address = req.ip ?? 'unknown';
  const visits = (visitors.get(address)?.visits ?? 0) + 1;
  const agent = req.get('user-agent') ?? 'unknown';
  const language = req.acceptsLanguages()[0] ?? '*';
  const encoding = req.acceptsEncodings()[0] ?? 'identity';
  visitors.set(address, { address, visits, agent, preferences: { language, encoding } });
  res.once('close', () => visitors.delete(address));
  res.json({ address, visits });
});
