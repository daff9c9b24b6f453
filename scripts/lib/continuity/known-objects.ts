import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { z } from "zod";

import { OWN_FOLDER } from "#lib/continuity/stores";
import type { StoredObject } from "#lib/continuity/manifest";
import { digestSchema } from "#lib/files/schemas";

const lineSchema = z.strictObject({
  recipients: digestSchema,
  content: digestSchema,
  object: z.strictObject({ sha256: z.string(), bytes: z.number() }),
});

/**
 * Which content is in which object already. Whoever backs up cannot open backups, so that this lies in clear beside the
 * files themselves. It can always be lost: then everything is written again.
 *
 * Objects that were encrypted to other recipients do not count: somebody could not open them, or should not.
 */
export class KnownObjects {
  readonly #path: string;
  readonly #recipients: string;
  readonly #objects = new Map<string, StoredObject>();

  /** @param recipients Digest of the file that names them. */
  constructor(deployment: string, recipients: string) {
    this.#path = join(deployment, OWN_FOLDER, "objects.ndjson");
    this.#recipients = recipients;
    for (const line of existsSync(this.#path) ? readFileSync(this.#path, "utf8").split("\n") : []) this.#read(line);
  }

  /** @param content SHA-256 of the content. */
  find(content: string): StoredObject | undefined {
    return this.#objects.get(content);
  }

  /** Remembers at once, so that whoever is killed goes on from here. */
  add(content: string, object: StoredObject): void {
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
    const line = JSON.stringify({ recipients: this.#recipients, content, object });
    // Begins with a new line: half a line before it, of somebody who was killed, spoils nothing but itself.
    appendFileSync(this.#path, `\n${line}`, { mode: 0o600 });
    this.#objects.set(content, object);
  }

  #read(text: string): void {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return;
    }
    const line = lineSchema.safeParse(value).data;
    if (line?.recipients === this.#recipients) this.#objects.set(line.content, line.object);
  }
}
