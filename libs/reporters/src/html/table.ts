import { markup, type Markup, type Part } from './markup.ts';

/** A table that scrolls in a box of its own where the page is too narrow for it. */
export function table(header: readonly Part[], rows: readonly (readonly Part[])[]): Markup {
  return markup`<div class="scroll" tabindex="0" role="group" aria-label="table"><table>
<thead><tr>${header.map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map((cells) => markup`<tr>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>\n`)}</tbody>
</table></div>`;
}
