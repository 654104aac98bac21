import type { CauseId, SampleHalf } from '@watertight/catalog';
import { loadSample } from '@watertight/catalog/samples';
import express, { type Express } from 'express';
import { answerError, answerNotFound } from './answers.ts';
import { listCauses, renderListing } from './listing.ts';

/** Which halves of which pairs to mount. */
export interface AppOptions {
  readonly half: SampleHalf;
  readonly causeIds: readonly CauseId[];
}

/**
 * An Express app with one route per cause. What a leaky route keeps belongs to the process, not to the app.
 *
 * @example
 * const app = await createApp({ half: 'leaky', causeIds: ['unbounded-cache'] });
 * app.listen(3000);
 */
export async function createApp({ half, causeIds }: AppOptions): Promise<Express> {
  const app = express();
  // The clients' addresses come in `x-forwarded-for`: one machine can so play thousands of visitors.
  app.set('trust proxy', true);
  app.disable('x-powered-by');

  const listed = listCauses(causeIds, half);
  const page = renderListing(listed);
  app.get('/', (_req, res) => {
    res.format({
      json: () => res.json({ causes: listed }),
      html: () => res.send(page),
      default: () => res.json({ causes: listed }),
    });
  });
  app.get('/healthz', (_req, res) => {
    res.json({ status: 'ok' });
  });

  for (const id of causeIds) app.use(await loadSample(id, half));

  app.use(answerNotFound);
  app.use(answerError);
  return app;
}
