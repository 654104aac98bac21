import { insertionText } from '../../analysis/insertions.ts';
import { assertDefined } from '../../analysis/syntax.ts';
import type { Rule } from '../../rule.ts';
import { growthsBy } from '../growth-cause.ts';
import { entryName, growthDetection } from '../growth-detection.ts';
import { failedRelease } from './failed-release.ts';

/** Code that means to take entries out and does not: it looks bounded and is not. */
export const ineffectiveRelease: Rule<'ineffective-release'> = {
  cause: 'ineffective-release',
  gate: insertionText,
  *detect(file, { analysis }) {
    for (const growth of growthsBy('ineffective-release', file, analysis)) {
      const { place } = growth;
      const failed = assertDefined(failedRelease(growth, analysis), 'a failed release made this its cause');
      yield growthDetection(growth, {
        node: failed.node,
        message: `${place.name} keeps an entry for every ${entryName(growth)} ${failed.problem}`,
        fix: failed.fix,
      });
    }
  },
};
