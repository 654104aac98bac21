import { advise, partsOf } from '@watertight/diagnosis';
import type { Leak } from '@watertight/evidence';
import { allocationOf, titleOf, whatOf, whereOf } from '../text/describe.ts';
import { code, facts, lines } from './facts.ts';
import { markup, type Part } from './markup.ts';
import { pathBlock } from './path.ts';
import { prose } from './prose.ts';

/** One leak: how much, what, where, who holds it, what to do; `more` are facts that its section adds. */
export function leakDetails(leak: Leak, amount: string, more: readonly (readonly [string, Part])[] = []): Part {
  const where = whereOf(leak);
  return [
    facts([
      ['how much', amount],
      ['what', whatOf(leak)],
      ['where', where.length > 0 ? lines(where.map(code)) : 'the line is not known'],
      ['allocated', lines(leak.allocationSites.map(allocationOf))],
      ['why', leak.finding && prose(partsOf(leak.finding).why)],
      ['do', prose(advise(leak))],
      ['cause', leak.cause],
      ['package', leak.package && `${leak.package.name} ${leak.package.version}`],
      ['routes', lines(leak.routes.map(code))],
      ...more,
    ]),
    heldBy(leak),
  ];
}

/** What a leak is called, and where it is. */
export function leakTitle(leak: Leak): Part {
  const place = leak.insertion?.caller ?? leak.insertion;
  return [titleOf(leak), place && markup` <span class="place">${place.file}:${place.line}</span>`];
}

function heldBy(leak: Leak): Part {
  const path = pathBlock(leak);
  return path && markup`<p class="block-title">held by</p>${path}`;
}
