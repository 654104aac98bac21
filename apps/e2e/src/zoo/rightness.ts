import type { Evidence, Position } from '@watertight/evidence';
import type { ZooCase } from './zoo-case.ts';

/** What a check said of a leaky case, beside its verdict, that is known to be so. */
export interface Rightness {
  /** The package in whose code the leak is. */
  readonly package: boolean;
  /** The statement that inserts, or opens: its function where that is known, else its file. */
  readonly insertion: boolean;
  /** That statement, or a call that leads to it: some packages insert by a function that all of them share. */
  readonly line: boolean;
}

/** Compares the first leak of a check, the largest, with what is known of the case. */
export function rightness(zooCase: ZooCase, { leaks: [first] }: Pick<Evidence, 'leaks'>): Rightness {
  const isKnown = (place: Position) => (zooCase.allocationSites ?? []).some((site) => isAt(place, site));
  const insertion = first?.insertion;
  const isInsertion = insertion ? isKnown(insertion) : false;
  return {
    package: first?.package?.name === zooCase.package,
    insertion: isInsertion,
    line: isInsertion || (insertion?.callers ?? []).some(isKnown),
  };
}

// What is known was read off allocation profiles: those know the place of a function and not of its statements.
const linesOfFunction = 8;

function isAt({ file, line }: Position, site: string): boolean {
  const [, known, knownLine] = /^(.*?)(?::(\d+))?$/.exec(site)!;
  const isNear = knownLine === undefined || Math.abs(line - Number(knownLine)) <= linesOfFunction;
  return `/${file}`.endsWith(`/${known}`) && isNear;
}
