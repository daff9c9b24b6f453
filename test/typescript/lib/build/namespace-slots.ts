import { writeFileSync } from "node:fs";
import path from "node:path";

import { expect } from "chai";

import { misplacedNamespaces, namespaceSlot } from "#lib/build/namespace-slots";
import { temporaryFolder } from "#support/temporary-folder";

// The example of ERC-7201 itself.
const EXAMPLE = { id: "example.main", slot: "0x183a6125c38840424c4a85fa12bab2ab606c4b6d0e7cc73c0c06ba5300eab500" };

describe("namespaceSlot", () => {
  it("gives the slot that ERC-7201 gives in its example", () => {
    expect(namespaceSlot(EXAMPLE.id)).to.equal(EXAMPLE.slot);
  });
});

describe("misplacedNamespaces", () => {
  let folder: string;
  const source = (slot: string): string =>
    `/// @custom:storage-location erc7201:${EXAMPLE.id}\nstruct S { uint256 x; }\nbytes32 constant AT = ${slot};\n`;

  beforeEach(() => {
    folder = temporaryFolder();
  });

  it("accepts a namespace that begins where its id says", () => {
    writeFileSync(path.join(folder, "A.sol"), source(EXAMPLE.slot));
    expect(misplacedNamespaces(folder)).to.deep.equal([]);
  });

  it("names a namespace whose constant belongs to another id", () => {
    writeFileSync(path.join(folder, "A.sol"), source(namespaceSlot("another")));
    const [fault, ...others] = misplacedNamespaces(folder);
    expect(others).to.deep.equal([]);
    expect(fault).to.include(EXAMPLE.id).and.to.include(EXAMPLE.slot);
  });
});
