import type { Evidence, Leak } from '@watertight/evidence';
import type { ZooCase } from './zoo-case.ts';

/** What a check said of a leaky case, beside its verdict, that is known to be so. */
export interface Rightness {
  /** The package in whose code the leak is. */
  readonly package: boolean;
  /** The statement that inserts, or opens: the very line where it is known, else its file. */
  readonly line: boolean;
}

/** Compares the first leak of a check, the largest, with what is known of the case. */
export function rightness(zooCase: ZooCase, { leaks: [first] }: Pick<Evidence, 'leaks'>): Rightness {
  const sites = zooCase.allocationSites ?? [];
  return {
    package: first?.package?.name === zooCase.package,
    line: first !== undefined && sites.some((site) => isAt(first, site)),
  };
}

function isAt({ insertion }: Leak, site: string): boolean {
  if (!insertion) return false;
  const place = `/${insertion.file}:${insertion.line}`;
  return /:\d+$/.test(site) ? place.endsWith(`/${site}`) : place.includes(`/${site}:`);
}
