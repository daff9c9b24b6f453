import type { StorageLayout } from "@openzeppelin/upgrades-core";
import { expect } from "chai";

import { storageSnapshot } from "#lib/build/storage-snapshot";

/** One namespace with a struct inside; `node` stands for the number of a syntax node, which any edit moves. */
function layout(node: number, inner: readonly string[]): StorageLayout {
  const at = (label: string, type: string, slot: number): StorageLayout["storage"][number] => ({
    ...{ contract: "C", src: "C.sol:1", label, type, slot: String(slot), offset: 0 },
  });
  const struct = `t_struct(Inner)${node}_storage`;
  return {
    storage: [],
    namespaces: { "erc7201:b": [at("inner", struct, 0)], "erc7201:a": [at("x", "t_uint256", 0)] },
    types: {
      t_uint256: { label: "uint256", numberOfBytes: "32" },
      [struct]: {
        label: "struct C.Inner",
        numberOfBytes: String(32 * inner.length),
        members: inner.map((label, slot) => ({ label, type: "t_uint256", slot: String(slot), offset: 0 })),
      },
    },
  };
}

describe("storageSnapshot", () => {
  const known = storageSnapshot(layout(10, ["a", "b"]));

  it("does not change when only syntax nodes are renumbered", () => {
    expect(storageSnapshot(layout(99, ["a", "b"]))).to.deep.equal(known);
  });

  it("changes when members of a nested struct change places", () => {
    expect(storageSnapshot(layout(10, ["b", "a"]))).not.to.deep.equal(known);
  });

  it("changes when a nested struct grows", () => {
    expect(storageSnapshot(layout(10, ["a", "b", "c"])).types["struct C.Inner"]?.bytes).to.equal("96");
  });

  it("names types as in Solidity and sorts namespaces", () => {
    expect(Object.keys(known.namespaces)).to.deep.equal(["erc7201:a", "erc7201:b"]);
    expect(known.namespaces["erc7201:b"]?.[0]?.type).to.equal("struct C.Inner");
  });
});
