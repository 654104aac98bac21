import { insertionText } from '../../analysis/insertions.ts';
import { assertDefined } from '../../analysis/syntax.ts';
import type { Rule } from '../../rule.ts';
import { growthsBy } from '../growth-cause.ts';
import { growthDetection, perWhat } from '../growth-detection.ts';
import { backReference } from './back-reference.ts';
import { detachFix } from './detach-rewrite.ts';

/** Objects that point to a process-lived one, which in turn collects them: the collector frees a cycle, but not an anchored one. */
export const anchoredCycle: Rule<'anchored-cycle'> = {
  cause: 'anchored-cycle',
  gate: insertionText,
  *detect(file, { analysis }) {
    for (const growth of growthsBy('anchored-cycle', file, analysis)) {
      const back = assertDefined(backReference(growth.insertion, analysis), 'the back reference made this its cause');
      const { place } = growth;
      yield growthDetection(growth, {
        message: `${place.name} gains an object ${perWhat(growth)} that points back to its holder and never leaves; remove it when the response closes`,
        fix: detachFix(growth, back, analysis),
      });
    }
  },
};
