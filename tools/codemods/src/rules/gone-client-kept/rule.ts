import { insertionText } from '../../analysis/insertions.ts';
import type { Rule } from '../../rule.ts';
import { growthsBy } from '../growth-cause.ts';
import { confidenceOf, growthDetection } from '../growth-detection.ts';
import { closeFix } from './close-rewrite.ts';

/** A process-lived collection of connected clients from which none is taken when it goes. */
export const goneClientKept: Rule<'gone-client-kept'> = {
  cause: 'gone-client-kept',
  gate: insertionText,
  *detect(file, { analysis }) {
    for (const growth of growthsBy('gone-client-kept', file, analysis)) {
      const { place } = growth;
      yield growthDetection(growth, {
        message: `${place.name} keeps every client that connected, also when it is gone; take it out when its connection closes`,
        confidence: growth.bound.kind === 'none' ? 'high' : confidenceOf(growth),
        fix: closeFix(growth, analysis),
      });
    }
  },
};
