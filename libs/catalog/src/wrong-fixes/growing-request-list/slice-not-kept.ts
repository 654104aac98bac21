import express, { type NextFunction, type Request, type Response } from 'express';

interface RequestRecord {
  readonly method: string;
  readonly url: string;
  readonly client: { readonly address: string; readonly agent: string };
}

/** Writes down each request and shows the latest ten. */
class RequestJournal {
  private readonly recent: RequestRecord[] = [];

  handle(req: Request, _res: Response, next: NextFunction): void {
    const client = { address: req.ip ?? 'unknown', agent: req.get('user-agent') ?? 'unknown' };
    this.recent.push({ method: req.method, url: req.originalUrl, client });
    if (this.recent.length > 1000) this.recent.slice(-1000);
    next();
  }

  latest(): readonly RequestRecord[] {
    return this.recent.slice(-10);
  }
}

const journal = new RequestJournal();

export const router = express.Router();

router.get('/mail/recent', (_req, res) => {
  res.json(journal.latest());
});

router.use('/mail', (req, res, next) => journal.handle(req, res, next));

router.get('/mail/:id', (req, res) => {
  res.json({ id: req.params.id, subject: `Letter ${req.params.id}` });
});
