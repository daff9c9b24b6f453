import { createHash } from "node:crypto";

import { type Content, html, Markup } from "#lib/report/markup";
import { STYLE } from "#lib/report/style";

/** What stands in a page. */
export interface PageContent {
  readonly title: string;
  /** Below the title. */
  readonly lead: Content;
  readonly main: Content;
}

/**
 * A page on its own: no script, nothing from anywhere. The policy in its head forbids both, should anything ever slip
 * through the escaping.
 */
export function pageOf({ title, lead, main }: PageContent): string {
  const style = new Markup(`<style>${STYLE}</style>`);
  const hash = createHash("sha256").update(STYLE, "utf8").digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        ${style}
      </head>
      <body>
        <header>
          <h1>${title}</h1>
          ${lead}
        </header>
        <main>${main}</main>
        <footer><p>Derived from the evidence. The same evidence gives the same page.</p></footer>
      </body>
    </html> `;
  return `${page.toString().trimEnd()}\n`;
}
