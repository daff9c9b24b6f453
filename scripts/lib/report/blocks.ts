import { type Content, html, type Markup } from "#lib/report/markup";
import { code, plural } from "#lib/report/words";

/** A list longer than this is not printed: its newest items are, and the file that holds all is named. */
const LISTED = 500;

/** A term and what is to be said of it; nothing when there is nothing to say. */
export type Entry = readonly [term: Content, value: Content];

/** Terms with what is said of them. */
export function entries(items: readonly Entry[]): Markup {
  const said = items.filter(([, value]) => value !== null);
  return html`<dl>
    ${said.map(
      ([term, value]) =>
        html`<div>
          <dt>${term}</dt>
          <dd>${value}</dd>
        </div> `,
    )}
  </dl> `;
}

/** On a narrow screen each cell stands below the one before, after the name of its column. */
export function table(caption: Content, columns: readonly string[], rows: readonly (readonly Content[])[]): Markup {
  const cells = (row: readonly Content[]): Content =>
    columns.map((column, index) => html`<td data-label="${column}">${row[index] ?? null}</td>`);
  return html`<table>
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        ${columns.map((column) => html`<th scope="col">${column}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            ${cells(row)}
          </tr> `,
      )}
    </tbody>
  </table> `;
}

/** The newest items of a list that may be long, and a sentence about the others. */
export function newest<T>(items: readonly T[], file: string): { readonly shown: readonly T[]; readonly rest: Content } {
  const left = Math.max(items.length - LISTED, 0);
  const rest =
    left === 0 ? null : html`<p class="left-out">${plural(left, "earlier line")} left out here: see ${code(file)}.</p>`;
  return { shown: items.slice(left), rest };
}

/** A word that says how something stands; never by its colour alone. */
export function badge(word: string, tone: "good" | "open" | "bad"): Markup {
  return html`<strong class="badge ${tone}">${word}</strong>`;
}

/** How many of each kind, in the order of `kinds`, those of which there are some. */
export function tally<T extends string>(items: readonly T[], kinds: readonly T[]): [T, number][] {
  const counts = kinds.map((kind): [T, number] => [kind, items.filter((item) => item === kind).length]);
  return counts.filter(([, count]) => count > 0);
}
