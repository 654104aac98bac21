import type { Verdict } from '@watertight/evidence';
import { markup, type Markup, type Part } from './markup.ts';

/** A verdict as a word on its colour. */
export function verdictBadge(verdict: Verdict): Markup {
  return badge(verdict, verdict);
}

export function badge(tone: Verdict, text: string): Markup {
  return markup`<span class="badge ${tone}">${text}</span>`;
}

/** What stands first on a page: the verdict in one sentence, and what to know besides. */
export function verdictBanner(tone: Verdict, sentence: Part, besides: readonly Part[] = []): Markup {
  return markup`<section class="banner ${tone}"><h1>${sentence}</h1>${besides.map((text) => text && markup`<p>${text}</p>`)}</section>`;
}
