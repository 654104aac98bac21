import express from 'express';

function memoize<Result extends object>(work: (text: string) => Result): (text: string) => Result {
  const results = new Map<string, Result>();
  return (text) => {
    const key = text.trim().toLowerCase();
    const known = results.get(key);
    if (known) return known;
    const result = work(text);
    results.set(key, result);
    return result;
  };
}

const slugOf = memoize((title) => ({ title, slug: title.toLowerCase().replace(/\W+/g, '-') }));

export const router = express.Router();

router.get('/slugs/:title', (req, res) => {
  res.json(slugOf(req.params.title));
});
