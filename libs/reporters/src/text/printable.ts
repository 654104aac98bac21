/**
 * Text from a target (names, paths, diffs) with control characters shown as `\xNN`, so that it can neither move the cursor nor
 * colour the screen. Tabs stay, and line breaks where `lines` says so. Bidirectional controls are shown too: they reorder what is read.
 */
export function printable(text: string, { lines = false } = {}): string {
  return text.replace(unprintable, (character) => {
    if (character === '\t' || (lines && character === '\n')) return character;
    return escaped(character);
  });
}

const unprintable = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`;
}
