import { insertionText } from '../../analysis/insertions.ts';
import type { Rule } from '../../rule.ts';
import { growthsBy } from '../growth-cause.ts';
import { confidenceOf, growthDetection } from '../growth-detection.ts';
import { deadlineFix } from './deadline-rewrite.ts';

/** A process-lived map of promises by the id of a question: where no answer comes, the entry stays, and the promise pending. */
export const pendingPromiseInMap: Rule<'pending-promise-in-map'> = {
  cause: 'pending-promise-in-map',
  gate: /\bPromise\b|[dD]efer/,
  *detect(file, { analysis }) {
    if (!insertionText.test(file.text)) return;
    for (const growth of growthsBy('pending-promise-in-map', file, analysis)) {
      const { place, bound } = growth;
      const isReleased = bound.kind === 'released';
      yield growthDetection(growth, {
        message: `${place.name} keeps a promise ${isReleased ? 'whose answer never comes' : 'also when it was answered'}; ${isReleased ? 'reject and delete it when its time is over' : 'delete it when it is settled, and when its time is over'}`,
        confidence: isReleased ? 'medium' : confidenceOf(growth),
        fix: deadlineFix(growth),
      });
    }
  },
};
