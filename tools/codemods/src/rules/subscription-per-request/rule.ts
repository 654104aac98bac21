import type { Analysis } from '../../analysis/analysis.ts';
import { teardownOf } from '../../analysis/teardown.ts';
import type { Detection, Rule } from '../../rule.ts';
import { subscriptionsIn, type Subscription } from './subscriptions.ts';
import { unsubscribeFix } from './unsubscribe-rewrite.ts';

/** A subscription to a source that outlives requests, made for each of them and never ended. */
export const subscriptionPerRequest: Rule<'subscription-per-request'> = {
  cause: 'subscription-per-request',
  gate: /\.subscribe\s*\(/,
  *detect(file, { analysis }) {
    for (const subscription of subscriptionsIn(file, analysis)) {
      const found = detection(subscription, analysis);
      if (found) yield found;
    }
  },
};

function detection(subscription: Subscription, analysis: Analysis): Detection | undefined {
  const { call, source, per, ends, callback } = subscription;
  const teardown = ends === 'elsewhere' ? 'released' : teardownOf({ node: call, callback }, ends, analysis);
  if (teardown === 'released' || teardown === 'by-itself') return undefined;
  return {
    node: call,
    message: `${source.name} gains a subscriber per ${per}; unsubscribe when the response closes`,
    confidence: teardown === 'kept' && per === 'request' ? 'high' : 'medium',
    sink: source,
    fix: unsubscribeFix(subscription, analysis),
  };
}
