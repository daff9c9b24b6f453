/** HTML that may stand as it is. Nothing but {@link html} makes it, so that whatever else is written there is escaped. */
export class Markup {
  readonly #text: string;

  /** @param text Of which the caller knows that it is well-formed HTML. */
  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** What may stand in a page. Text is escaped; nothing comes of null. */
export type Content = Markup | string | number | null | readonly Content[];

/** Tagged template of HTML. Values stand between tags, or within double quotes as an attribute's value. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  const [first = "", ...rest] = parts.raw;
  return new Markup(rest.reduce((text, part, index) => `${text}${textOf(values[index] ?? null)}${part}`, first));
}

/** What is in a list, with something between each two. */
export function joined(items: readonly Content[], between: Content): Content {
  return items.map((item, index) => (index === 0 ? item : [between, item]));
}

function textOf(content: Content): string {
  if (content === null) return "";
  if (content instanceof Markup) return content.toString();
  if (typeof content === "object") return content.map(textOf).join("");
  return escapeText(visible(String(content)));
}

function escapeText(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** Characters that turn, hide or break a line are shown by their number: nobody may write what a reader cannot see. */
export function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}
