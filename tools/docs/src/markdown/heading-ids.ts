/** Ids of headings as GitHub makes them, so that a link to a section holds in both places. */
export class HeadingIds {
  readonly #used = new Map<string, number>();

  idOf(text: string): string {
    const id = text
      .trim()
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-');
    const times = this.#used.get(id) ?? 0;
    this.#used.set(id, times + 1);
    return times === 0 ? id : `${id}-${times}`;
  }
}
