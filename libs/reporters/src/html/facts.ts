import { markup, type Part } from './markup.ts';

/** Labelled lines; those without a value are left out. */
export function facts(rows: readonly (readonly [label: string, value: Part])[]): Part {
  const known = rows.filter(([, value]) => !isAbsent(value));
  if (known.length === 0) return null;
  return markup`<dl class="facts">${known.map(([label, value]) => markup`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** Lines below each other. */
export function lines(texts: readonly Part[]): Part {
  return texts.map((text, index) => [index > 0 && markup`<br>`, text]);
}

/** A titled list; nothing where it is empty. */
export function list(title: string, items: readonly Part[]): Part {
  if (items.length === 0) return null;
  return markup`<div class="list"><p class="list-title">${title}</p><ul>${items.map((item) => markup`<li>${item}</li>`)}</ul></div>`;
}

export function code(text: string): Part {
  return markup`<code>${text}</code>`;
}

function isAbsent(value: Part): boolean {
  return (
    value === null ||
    value === undefined ||
    value === false ||
    value === '' ||
    (Array.isArray(value) && value.length === 0)
  );
}
