import { keccak256 } from "ethers";
import { z } from "zod";

import { isSafePath } from "#lib/continuity/collect-files";
import { SuiteError } from "#lib/errors/suite-error";
import { toBytes, toCanonicalJson } from "#lib/files/canonical-json";
import { addressSchema, digestSchema } from "#lib/files/schemas";

/** An encrypted file of a backup, by its own bytes: `sha256sum` checks it without a key. */
const storedObjectSchema = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "not a SHA-256 in lower-case hex"),
  bytes: z.int().positive(),
});

export type StoredObject = z.output<typeof storedObjectSchema>;

/**
 * What everybody may read of a backup. It names no file of the deployment: whoever stores a backup learns how many
 * objects of which size it has, and which of them are new.
 */
export const manifestSchema = z
  .strictObject({
    schema: z.literal("sign.backup-manifest.v1"),
    /** Label of what is backed up: the subject under which the chain has its digest. */
    series: z.string(),
    sequence: z.int().positive(),
    /** Digest of the manifest before it in this folder. */
    previous: digestSchema.nullable(),
    chainId: z.int().positive(),
    operationsLog: addressSchema,
    /** The chain's clock when it was made. `timestamp` in Unix seconds. */
    block: z.strictObject({ number: z.int().nonnegative(), hash: digestSchema, timestamp: z.int().nonnegative() }),
    /** Digest of the file that says to whom it is encrypted. */
    recipients: digestSchema,
    /** Says which object is which file. */
    index: storedObjectSchema,
    objects: z.array(storedObjectSchema),
  })
  .refine(({ objects }) => objects.every(({ sha256 }, at) => at === 0 || (objects[at - 1]?.sha256 ?? "") < sha256), {
    message: "objects are not in order, or one stands there twice",
  });

export type Manifest = z.output<typeof manifestSchema>;

const storedFileSchema = z.strictObject({
  /** Below the folder of the deployment, with slashes; see {@link requireSafePaths}. */
  path: z.string(),
  bytes: z.int().nonnegative(),
  /** Of its content. */
  sha256: digestSchema,
  /** Permissions as three octal digits. */
  mode: z.string().regex(/^[0-7]{3}$/),
  /** Name of the object that holds it. */
  object: z.string().regex(/^[0-9a-f]{64}$/),
});

export type StoredFile = z.output<typeof storedFileSchema>;

/** What only holders of a key read of a backup. */
export const indexSchema = z.strictObject({
  schema: z.literal("sign.backup-index.v1"),
  network: z.string(),
  stores: z.array(z.strictObject({ name: z.string(), secret: z.boolean(), files: z.array(storedFileSchema) })),
  /** Keys are never in a backup; this says where they are. */
  keystores: z.array(z.strictObject({ account: addressSchema, where: z.string() })),
});

export type Index = z.output<typeof indexSchema>;

/** Every file of an index. */
export function filesOf({ stores }: Pick<Index, "stores">): readonly StoredFile[] {
  return stores.flatMap(({ files }) => files);
}

/**
 * Refuses an index whose files would not stay below the folder that is restored, or would take each other's place.
 *
 * @throws SuiteError `refused/unsafe-path`.
 */
export function requireSafePaths(index: Index): void {
  const paths = filesOf(index).map(({ path }) => path);
  const wrong = paths.find((path) => !isSafePath(path)) ?? twinOf(paths);
  if (wrong === undefined) return;
  throw new SuiteError({
    code: "refused/unsafe-path",
    message: `The backup would put ${JSON.stringify(wrong)} elsewhere than below the folder, or over another file.`,
    hint: "No backup of this suite names such a path: whoever made this one means harm. Nothing was restored.",
    details: { path: wrong },
  });
}

/** The bytes of a manifest or an index. */
export function encodeDocument(document: Manifest | Index): Uint8Array {
  return toBytes(`${toCanonicalJson(document)}\n`);
}

/** Reads bytes as a document; undefined when they are none. */
export function parseDocument<Schema extends z.ZodType>(
  bytes: Uint8Array,
  schema: Schema,
): z.output<Schema> | undefined {
  try {
    return schema.safeParse(JSON.parse(Buffer.from(bytes).toString("utf8"))).data;
  } catch {
    return undefined;
  }
}

/** What the chain knows a manifest by: keccak256 of its file, as of every document. */
export function manifestDigest(bytes: Uint8Array): string {
  return keccak256(bytes);
}

/** Also where systems do not tell small letters from capitals; and no file is the folder of another. */
function twinOf(paths: readonly string[]): string | undefined {
  const sorted = paths.map((path) => `${path.toLowerCase()}/`).sort();
  return sorted.find((path, at) => sorted[at + 1]?.startsWith(path) === true)?.slice(0, -1);
}
