import type { Growth } from '../analysis/growth.ts';

/** Certain where a request proves the growth and nothing releases; less so behind events and half releases. */
export function confidenceOf({ activation, bound }: Growth): 'high' | 'medium' {
  return activation === 'request' && bound.kind === 'none' ? 'high' : 'medium';
}

/** How often the container gains an entry, in words. */
export function perWhat({ activation }: Growth): string {
  return activation === 'request' ? 'per request' : 'per event';
}
