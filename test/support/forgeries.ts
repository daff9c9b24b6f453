import type { BundleFiles } from "#lib/evidence/bag";
import type { Approval } from "#lib/evidence/format";
import { decodeRlp, encodeRlp, rlpList, type RlpItem } from "#lib/evidence/rlp-values";
import type { Trust } from "#lib/evidence/trust";
import { editJson, invent, type Mutant, mutate, mutations, rebag } from "#support/bundle-mutants";

/** A bundle that must not be proven, and what it is judged by. */
export interface Forgery {
  readonly name: string;
  readonly files: BundleFiles;
  readonly trust: Trust;
  /** Places of which one must be named, where the forgery has any. */
  readonly places: Mutant["places"];
}

/** One event dropped, doubled, moved or altered in each way, numbers and heads as they were and made right again. */
export function forgedEvents(files: BundleFiles, trust: Trust, index: number): Forgery[] {
  const mutants = mutations.flatMap((mutation) =>
    [false, true].map((rehash) => mutate(files, index, mutation, trust.chainId, rehash)),
  );
  return [...mutants, invent(files, index, trust.chainId)].map((mutant) => ({ ...mutant, trust }));
}

/** The rest of what a forger can write whose manifests are right. */
export function forgedFiles(files: BundleFiles, trust: Trust): Forgery[] {
  const text = (path: string): string => Buffer.from(files.get(path) ?? []).toString("utf8");
  const [approval = "", other = ""] = pathsBelow(files, "data/approvals/");
  const [schema = ""] = pathsBelow(files, "data/schemas/");
  const [events = ""] = pathsBelow(files, "data/events/");
  const proofs = "data/chain/state-proofs.json";
  const records = (value: Record<string, unknown>): Record<string, unknown>[] =>
    (value["records"] as Record<string, unknown>[]).map((record) => ({ ...record, seat: null }));
  const accounts = (change: (list: Account[]) => unknown[]): BundleFiles =>
    editJson(files, proofs, (value) => ({ ...value, accounts: change(value["accounts"] as Account[]) }));
  const stranger = `data/approvals/0x${"ab".repeat(32)}.json`;
  const named: readonly (readonly [string, BundleFiles])[] = [
    ["an approval left out", without(files, approval)],
    ["an approval invented", withFile(files, stranger, text(approval))],
    ["signers without seats", editJson(files, approval, (value) => ({ ...value, records: records(value) }))],
    ["another's signature", editJson(files, approval, (value) => borrowed(value, text(other)))],
    ["an empty deployment log", withFile(files, "data/deployments.ndjson", "")],
    ["no deployment log", without(files, "data/deployments.ndjson")],
    ["other counts", editJson(files, "data/export.json", (value) => ({ ...value, counts: {} }))],
    ["a field of its own", editJson(files, "data/export.json", (value) => ({ ...value, note: "x" }))],
    ["a description that is not canonical", withFile(files, "data/export.json", `${text("data/export.json")}\n`)],
    ["another schema", withFile(files, schema, "{}")],
    ["a schema less", without(files, schema)],
    ["no last newline", withFile(files, events, text(events).trimEnd())],
    ["a file of nobody", withFile(files, "data/notes.txt", "x")],
    ["an account's proof less", accounts((list) => list.slice(1))],
    ["a slot's proof less", accounts(([first, ...rest]) => [{ ...first, storage: first?.storage.slice(1) }, ...rest])],
    ["a proof stretched", accounts((list) => list.map(stretched))],
    ["an account's proof twice", accounts((list) => [...list, ...list.slice(0, 1)])],
    ["another date", withFile(files, "bag-info.txt", text("bag-info.txt").replace(/\d{4}-/, "1999-"))],
    ["a block left out", withBlocks(files, (blocks) => blocks.slice(0, -1))],
    ["a block twice", withBlocks(files, (blocks) => [...blocks, ...blocks.slice(-1)])],
    ["blocks out of order", withBlocks(files, (blocks) => blocks.toReversed())],
    ...pathsBelow(files, "data/chain/").map((path) => [`${path} and a byte more`, longer(files, path)] as const),
  ];
  return named.map(([name, forged]) => ({ name, files: forged, trust, places: [] }));
}

/** The genuine bundle, for somebody who trusts something else. */
export function foreignTrusts(files: BundleFiles, trust: Trust): Forgery[] {
  const { anchor, contracts, safes } = trust;
  const digest = `0x${"12".repeat(32)}`;
  const [contract = ""] = Object.entries(contracts).find(([, { implementations }]) => implementations !== null) ?? [];
  const [safe = ""] = Object.keys(safes);
  const { [contract]: trustedContract, ...contractsLess } = contracts;
  const { [safe]: trustedSafe, ...safesLess } = safes;
  if (trustedContract === undefined || trustedSafe === undefined)
    throw new Error("no contract behind a proxy, or no Safe");
  const withContract = (change: object): Trust => ({
    ...trust,
    contracts: { ...contracts, [contract]: { ...trustedContract, ...change } },
  });
  const withSafe = (change: object): Trust => ({
    ...trust,
    safes: { ...safes, [safe]: { ...trustedSafe, ...change } },
  });
  const address = "0x1111111111111111111111111111111111111111";
  const named: readonly (readonly [string, Trust])[] = [
    ["another chain", { ...trust, chainId: 1 }],
    ["another anchor", { ...trust, anchor: { ...anchor, blockHash: digest } }],
    ["a later anchor", { ...trust, anchor: { ...anchor, blockNumber: anchor.blockNumber + 1 } }],
    ["a contract elsewhere", withContract({ address })],
    ["other code", withContract({ codehash: digest })],
    ["another implementation", withContract({ implementations: [digest] })],
    ["a contract less", { ...trust, contracts: contractsLess }],
    ["a Safe elsewhere", withSafe({ address })],
    ["another proxy of a Safe", withSafe({ codehash: digest })],
    ["another singleton", withSafe({ singletons: [digest] })],
    ["another threshold at birth", withSafe({ threshold: trustedSafe.threshold + 1 })],
    ["another owner at birth", withSafe({ owners: [address, ...trustedSafe.owners.slice(1)] })],
    ["a Safe less", { ...trust, safes: safesLess }],
  ];
  return named.map(([name, foreign]) => ({ name, files, trust: foreign, places: [] }));
}

/** The bundle after one bit of one byte of a file was turned; manifests as they were. */
export function turned(files: BundleFiles, path: string, position: number): BundleFiles {
  const bytes = Buffer.from(files.get(path) ?? []);
  bytes[position] = (bytes[position] ?? 0) ^ 1;
  return new Map([...files, [path, bytes]]);
}

export function pathsBelow(files: BundleFiles, prefix: string): string[] {
  return [...files.keys()].filter((path) => path.startsWith(prefix));
}

interface Account {
  readonly storage: readonly { readonly proof: readonly string[] }[];
}

function stretched(account: Account): Account {
  return { ...account, storage: account.storage.map((item) => ({ ...item, proof: [...item.proof, "0x80"] })) };
}

function borrowed(value: Record<string, unknown>, other: string): Record<string, unknown> {
  const { signatures } = JSON.parse(other) as Approval;
  return { ...value, signatures: `${String(value["signatures"]).slice(0, -130)}${signatures.slice(-130)}` };
}

function withFile(files: BundleFiles, path: string, content: string): BundleFiles {
  return rebag(new Map([...files, [path, Buffer.from(content)]]));
}

function without(files: BundleFiles, path: string): BundleFiles {
  return rebag(new Map([...files].filter(([name]) => name !== path)));
}

/** Receipts and transactions alike: a forger leaves no trace of a block in one of them only. */
function withBlocks(files: BundleFiles, change: (blocks: readonly RlpItem[]) => RlpItem): BundleFiles {
  const paths = [...pathsBelow(files, "data/chain/receipts/"), ...pathsBelow(files, "data/chain/transactions/")];
  const forged = paths.map((path): [string, Uint8Array] => {
    const blocks = rlpList(decodeRlp(files.get(path) ?? new Uint8Array(), path), path);
    return [path, encodeRlp(change(blocks))];
  });
  return rebag(new Map([...files, ...forged]));
}

function longer(files: BundleFiles, path: string): BundleFiles {
  const bytes = files.get(path) ?? new Uint8Array();
  return rebag(new Map([...files, [path, Buffer.concat([bytes, Buffer.from([0x80])])]]));
}
