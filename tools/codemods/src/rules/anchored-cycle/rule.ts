import { insertionText } from '../../analysis/insertions.ts';
import { growthsIn } from '../../analysis/growth.ts';
import type { Rule } from '../../rule.ts';
import { confidenceOf, perWhat } from '../growth-messages.ts';
import { backReference } from './back-reference.ts';
import { detachFix } from './detach-rewrite.ts';

/** Objects that point to a process-lived one, which in turn collects them: the collector frees a cycle, but not an anchored one. */
export const anchoredCycle: Rule<'anchored-cycle'> = {
  cause: 'anchored-cycle',
  gate: insertionText,
  *detect(file, { analysis }) {
    const reported = new Set<string>();
    for (const growth of growthsIn(file, analysis)) {
      const back = growth.bound.kind === 'released' ? undefined : backReference(growth.insertion, analysis);
      if (!back || reported.has(growth.place.key)) continue;
      reported.add(growth.place.key);
      const { place, insertion } = growth;
      yield {
        node: insertion.node,
        message: `${place.name} gains an object ${perWhat(growth)} that points back to its holder and never leaves; remove it when the response closes`,
        confidence: confidenceOf(growth),
        sink: { name: place.name, declaration: place.declaration },
        fix: detachFix(growth, back, analysis),
      };
    }
  },
};
