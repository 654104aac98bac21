import express from 'express';

interface Bucket {
  readonly since: number;
  count: number;
}

const spanMs = 250;
const buckets = new Map<string, Bucket>();

setInterval(() => {
  for (const [address, bucket] of buckets) if (bucket.count === 0) buckets.delete(address);
}, spanMs).unref();

export const router = express.Router();

router.get('/searches', (req, res) => {
  const address = req.ip ?? 'unknown';
  const now = Date.now();
  let bucket = buckets.get(address);
  if (!bucket || now - bucket.since > spanMs) {
    bucket = { since: now, count: 0 };
    buckets.set(address, bucket);
  }
  bucket.count += 1;
  res.status(bucket.count > 100 ? 429 : 200).json({ address });
});
