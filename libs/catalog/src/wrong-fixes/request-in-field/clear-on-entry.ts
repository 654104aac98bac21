import express, { type NextFunction, type Request, type Response } from 'express';

/** Names the request in a response header, so that a log line and a response can be matched. */
class RequestStamp {
  private current: Request | undefined;

  handle(req: Request, res: Response, next: NextFunction): void {
    this.current = undefined;
    this.current = req;
    res.set('x-request-line', `${this.current.method} ${this.current.originalUrl}`);
    next();
  }
}

const stamp = new RequestStamp();

export const router = express.Router();

router.use('/greetings', (req, res, next) => stamp.handle(req, res, next));

router.get('/greetings/:name', (req, res) => {
  res.json({ greeting: `Hello, ${req.params.name}` });
});
