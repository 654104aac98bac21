import { markup, type Markup, type Part } from './markup.ts';

/** Text of one or several lines, with what stands between backticks as code. */
export function prose(text: string): Markup {
  return markup`${text.split('\n').map((line, index) => [index > 0 && markup`<br>`, inlineCode(line)])}`;
}

function inlineCode(line: string): Part {
  return line.split(/`([^`]+)`/).map((part, index) => (index % 2 === 1 ? markup`<code>${part}</code>` : part));
}
