import express from 'express';

function memoize<Result extends object>(work: (text: string) => Result): (text: string) => Result {
  const results = new Map<string, WeakRef<Result>>();
  return (text) => {
    const known = results.get(text)?.deref();
    if (known) return known;
    const result = work(text);
    results.set(text, new WeakRef(result));
    return result;
  };
}

const slugOf = memoize((title) => ({ title, slug: title.toLowerCase().replace(/\W+/g, '-') }));

export const router = express.Router();

router.get('/slugs/:title', (req, res) => {
  res.json(slugOf(req.params.title));
});
