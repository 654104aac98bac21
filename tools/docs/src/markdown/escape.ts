const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export const escapeHtml = (text: string) => text.replaceAll(/[&<>"]/g, (character) => entities[character]!);

/** The text of a piece of HTML, in one line. */
export function textOf(html: string): string {
  const text = html.replaceAll(/<\/(p|li|td|th|h\d|pre|figcaption|div)>/g, ' ').replaceAll(/<[^>]+>/g, '');
  const named = Object.entries(entities).reduce(
    (whole, [character, entity]) => whole.replaceAll(entity, character),
    text,
  );
  return named.replaceAll('&#39;', "'").replaceAll(/\s+/g, ' ').trim();
}
