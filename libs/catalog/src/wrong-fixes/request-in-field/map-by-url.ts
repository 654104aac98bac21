import express, { type NextFunction, type Request, type Response } from 'express';

/** Names the request in a response header, so that a log line and a response can be matched. */
class RequestStamp {
  private readonly current = new Map<string, Request>();

  handle(req: Request, res: Response, next: NextFunction): void {
    this.current.set(req.originalUrl, req);
    const current = this.current.get(req.originalUrl) ?? req;
    res.set('x-request-line', `${current.method} ${current.originalUrl}`);
    next();
  }
}

const stamp = new RequestStamp();

export const router = express.Router();

router.use('/greetings', (req, res, next) => stamp.handle(req, res, next));

router.get('/greetings/:name', (req, res) => {
  res.json({ greeting: `Hello, ${req.params.name}` });
});
