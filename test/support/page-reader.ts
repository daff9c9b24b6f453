/** A tag of a page, as it opens. */
export interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * Reads the tags of a page as strictly as the pages of the suite are written: names in lower case, every attribute's value
 * in double quotes, no comments, every element closed in its turn.
 *
 * @throws Error that quotes what is not so.
 */
export function tagsOf(page: string): Tag[] {
  const tags: Tag[] = [];
  const open: string[] = [];
  const body = page.replace(/<style>[^<]*<\/style>/, "<style></style>").replace(/^<!doctype html>/, "");
  for (const [text] of body.matchAll(/<[^>]*>?/g)) {
    const closing = /^<\/([a-z][a-z0-9]*)>$/.exec(text)?.[1];
    if (closing !== undefined) {
      if (open.pop() !== closing) throw new Error(`${text} closes what is not open`);
      continue;
    }
    const [, name, inside, empty] = /^<([a-z][a-z0-9]*)((?:\s+[a-z-]+="[^"<>]*")*)\s*(\/?)>$/.exec(text) ?? [];
    if (name === undefined || inside === undefined) throw new Error(`${text} is no tag`);
    const attributes = [...inside.matchAll(/([a-z-]+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value]);
    tags.push({ name, attributes: Object.fromEntries(attributes) as Record<string, string> });
    if (empty !== "/") open.push(name);
  }
  if (open.length > 0) throw new Error(`<${open.join("> <")}> is not closed`);
  return tags;
}

/** What a person reads: tags gone, entities resolved, blanks as one. */
export function textOf(page: string): string {
  const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" };
  return page
    .replace(/<style>[^<]*<\/style>/, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => entities[name] ?? "")
    .replaceAll(/\s+/g, " ");
}

/** The articles of a page by the attribute that names what they are about. */
export function articlesOf(page: string, attribute: string): Map<string, string> {
  const articles = [...page.matchAll(/<article ([^>]*)>([\s\S]*?)<\/article>/g)].map(([, tag = "", inside = ""]) => {
    return [new RegExp(`${attribute}="([^"]*)"`).exec(tag)?.[1] ?? "", inside] as const;
  });
  return new Map(articles.filter(([name]) => name !== ""));
}
