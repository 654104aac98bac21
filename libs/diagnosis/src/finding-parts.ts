import type { Finding } from '@watertight/evidence';

/** A finding's message in its two halves. */
export interface FindingParts {
  /** What piles up, and why nothing takes it out. */
  readonly why: string;
  /** What to do; empty where the message does not say. */
  readonly remedy: string;
}

/**
 * What a finding says, and what it advises: its message has both, a semicolon between them.
 *
 * @example
 * partsOf({ message: 'hits keeps an entry for every ip; bound it' }); // { why: 'hits keeps an entry for every ip', remedy: 'bound it' }
 */
export function partsOf({ message }: Pick<Finding, 'message'>): FindingParts {
  const at = message.lastIndexOf('; ');
  return at < 0 ? { why: message, remedy: '' } : { why: message.slice(0, at), remedy: message.slice(at + 2) };
}
