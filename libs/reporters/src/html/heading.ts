import { markup, type Markup, type Part } from './markup.ts';

/** How deep a section lies: below the page's title, or below a section of it. */
export type Level = 2 | 3 | 4;

export function heading(level: Level, text: Part, id?: string): Markup {
  const anchor = id === undefined ? null : markup` id="${id}"`;
  switch (level) {
    case 2:
      return markup`<h2${anchor}>${text}</h2>`;
    case 3:
      return markup`<h3${anchor}>${text}</h3>`;
    case 4:
      return markup`<h4${anchor}>${text}</h4>`;
  }
}

export function below(level: Level): Level {
  return level === 2 ? 3 : 4;
}
