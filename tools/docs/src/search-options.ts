/** A part of a page that a search finds. */
export interface Section {
  readonly id: number;
  readonly path: string;
  readonly title: string;
  readonly heading: string;
  /** How its text begins. */
  readonly excerpt: string;
}

export const searchFields = ['title', 'heading', 'text'] as const;

/** What writes the index and what reads it have to agree on. */
export const searchOptions = {
  fields: [...searchFields] as string[],
  storeFields: ['path', 'title', 'heading', 'excerpt'] as string[],
  // `unbounded-cache` is found by either word; so is `toStayFlat` by its whole name.
  tokenize: (text: string) => text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== ''),
};
