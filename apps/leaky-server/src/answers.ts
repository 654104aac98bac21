import { STATUS_CODES } from 'node:http';
import type { NextFunction, Request, Response } from 'express';

/** Says in JSON that nothing is mounted at this path. */
export function answerNotFound(req: Request, res: Response): void {
  res.status(404).json({ error: `no route for ${req.method} ${req.path}; GET / lists the routes` });
}

/** Says in JSON what went wrong: the client's mistakes in words, the server's only by status. */
export function answerError(error: unknown, _req: Request, res: Response, next: NextFunction): void {
  if (res.headersSent) {
    next(error);
    return;
  }
  const status = statusOf(error);
  if (status >= 500) console.error(error);
  const isClientMistake = status < 500 && error instanceof Error;
  res.status(status).json({ error: isClientMistake ? error.message : STATUS_CODES[status] });
}

function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500;
  return status in STATUS_CODES && status >= 400 ? status : 500;
}
