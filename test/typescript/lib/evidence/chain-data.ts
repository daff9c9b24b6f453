import { join } from "node:path";

import { expect } from "chai";

import { silentReporter } from "#lib/console/reporter";
import { type BundleFiles, readBag } from "#lib/evidence/bag";
import { authenticateHeaders, followBlocks } from "#lib/evidence/chain-data";
import { exportEvidence } from "#lib/evidence/export-evidence";
import { decodeRlp, encodeRlp, rlpList, type RlpItem } from "#lib/evidence/rlp-values";
import { type Trust, trustFrom } from "#lib/evidence/trust";
import { EvidenceWorld } from "#support/evidence-world";
import { temporaryFolder } from "#support/temporary-folder";

describe("chain data", () => {
  let files: BundleFiles;
  let trust: Trust;

  before(async () => {
    const folder = temporaryFolder();
    const world = await EvidenceWorld.create();
    await world.found();
    const { node, record } = world;
    const target = join(folder, "bundle");
    const { anchor } = await exportEvidence({ node, record, target, reporter: silentReporter() });
    trust = trustFrom(record, anchor);
    files = readBag(target);
  });

  function edited(
    change: (items: readonly RlpItem[]) => readonly RlpItem[],
    ...prefixes: readonly string[]
  ): BundleFiles {
    const copy = new Map(files);
    for (const [path, bytes] of files) {
      if (!prefixes.some((prefix) => path.startsWith(prefix))) continue;
      copy.set(path, encodeRlp(change(rlpList(decodeRlp(bytes, path), path))));
    }
    return copy;
  }

  function refusal(forged: BundleFiles): string {
    try {
      for (const { logs } of followBlocks(forged, authenticateHeaders(forged, trust), trust))
        expect(logs).to.be.an("array");
    } catch (error) {
      return (error as Error).message;
    }
    return "none";
  }

  const receipts = "data/chain/receipts/";
  const transactions = "data/chain/transactions/";

  it("is accepted as exported", () => {
    expect(refusal(files)).to.equal("none");
  });

  it("may not leave out a block that can hold an event, with or without its transactions", () => {
    const without = (items: readonly RlpItem[]): readonly RlpItem[] => items.toSpliced(5, 1);
    expect(refusal(edited(without, receipts))).to.match(/^the receipts of block \d+ are missing$/);
    expect(refusal(edited(without, transactions))).to.match(/^the transactions of block \d+ are missing$/);
    expect(refusal(edited(without, receipts, transactions))).to.match(/^the receipts of block \d+ are missing$/);
  });

  it("may not hold a block twice, out of order, or without a reason", () => {
    expect(refusal(edited((items) => [...items, ...items.slice(-1)], receipts))).to.contain("twice");
    expect(refusal(edited((items) => items.toReversed(), receipts))).to.match(
      /^the receipts of block \d+ are missing$/,
    );
    const stranger: RlpItem = [new Uint8Array([0xff, 0xff]), []];
    expect(refusal(edited((items) => [...items, stranger], receipts))).to.contain("without a reason");
  });

  it("may not drop, add or swap what a block holds", () => {
    const emptied = ([first, ...rest]: readonly RlpItem[]): readonly RlpItem[] => [
      [rlpList(first, "block")[0] ?? new Uint8Array(), []],
      ...rest,
    ];
    expect(refusal(edited(emptied, receipts))).to.match(/^receipts of block \d+ have the root 0x/);
    expect(refusal(edited(emptied, transactions))).to.match(/^transactions of block \d+ have the root 0x/);
  });

  it("may not skip, drop or reorder headers", () => {
    const headers = "data/chain/headers.rlp";
    expect(refusal(edited((items) => items.toSpliced(7, 1), headers))).to.match(
      /^block \d+ does not follow from block \d+/,
    );
    expect(refusal(edited((items) => items.slice(0, -1), headers))).to.contain("the trusted anchor is block");
    expect(refusal(edited((items) => items.toReversed(), headers))).to.contain("the trusted anchor is block");
    expect(refusal(edited(() => [], headers))).to.equal("the bundle holds no header");
  });

  it("may begin later only if the chains then lack their beginning", () => {
    const later = edited((items) => items.slice(20), "data/chain/headers.rlp");
    expect(refusal(later)).to.match(/^the receipts of block \d+ are missing$/);
  });
});
