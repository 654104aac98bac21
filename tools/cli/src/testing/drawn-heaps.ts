import { basename } from 'node:path';
import { parseSnapshot } from '@watertight/heap-snapshot';
import { context, drawHeap, property, type Drawing } from '@watertight/heap-snapshot-testing';
import type { Tools } from '../tools.ts';

/** What nobody must see without asking. */
export const secret = 'correct horse battery staple';

/**
 * A program after some rounds: `journal.recent` keeps a hundred entries of each, and a cache keeps as many as it always did.
 * Two strings hold the same secret, and two ways lead to the settings.
 */
export function drawRound(round: number, perRound = 100): Drawing {
  const entries = Array.from({ length: perRound * round }, (_, number) => `entry${number}`);
  const cached = Array.from({ length: 50 }, (_, number) => `cached${number}`);
  return {
    root: ['global'],
    global: { name: 'global', edges: [property('main')] },
    main: { type: 'closure', name: 'main', edges: [{ to: 'scope', type: 'internal', name: 'context' }] },
    scope: {
      type: 'hidden',
      name: 'system / Context',
      edges: [context('journal'), context('cache'), context('password'), context('copy')],
    },
    settings: { name: 'Settings' },
    journal: { name: 'Journal', edges: [property('recent'), property('settings')] },
    recent: { name: 'Object', edges: entries },
    cache: { name: 'Object', edges: [...cached, property('settings')] },
    password: { type: 'string', name: secret, selfSizeBytes: 40 },
    copy: { type: 'string', name: secret, selfSizeBytes: 40 },
    ...Object.fromEntries(entries.map((name, number) => [name, { name: 'Entry', id: 10_001 + 2 * number }])),
    ...Object.fromEntries(cached.map((name, number) => [name, { name: 'Cached', id: 100_001 * round + 2 * number }])),
  };
}

/** Reads `3.heapsnapshot` as the program after three rounds. */
export const readDrawnRound: Tools['readSnapshot'] = (path) =>
  Promise.resolve(parseSnapshot([drawHeap(drawRound(Number.parseInt(basename(path), 10))).bytes]));
