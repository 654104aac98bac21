/** The words of a command line; quotes hold together, a backslash takes the next as it is or joins lines, and nothing is expanded. */
export function wordsOf(line) {
  const words = [];
  let word = null;
  let quote = null;
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at];
    if (character === '\\' && quote !== "'" && at + 1 < line.length) {
      at += 1;
      if (line[at] !== '\n') word = (word ?? '') + line[at];
    } else if (character === quote) quote = null;
    else if (quote === null && (character === "'" || character === '"')) {
      quote = character;
      word ??= '';
    } else if (quote === null && /\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + character;
  }
  if (quote !== null) throw new Error(`expected a closing ${quote} in \`${line.trim()}\``);
  return word === null ? words : [...words, word];
}
