import { createRequire } from "node:module";

import { expect } from "chai";
import { id, keccak256 } from "ethers";

import { safeProxyCodehash, safeSingletonCodehashes, implementationSlot } from "#lib/evidence/safe-code";
import { evidenceHeadSlot } from "#lib/evidence/hash-chain";

const require = createRequire(import.meta.url);

describe("pinned code and slots", () => {
  function codehashOf(path: string): string {
    const artifacts = "@safe-global/safe-smart-account/build/artifacts/contracts/";
    return keccak256((require(`${artifacts}${path}`) as { deployedBytecode: string }).deployedBytecode);
  }

  it("are those of Safe's official artifacts", () => {
    expect(safeProxyCodehash).to.equal(codehashOf("proxies/SafeProxy.sol/SafeProxy.json"));
    expect(safeSingletonCodehashes).to.deep.equal([codehashOf("SafeL2.sol/SafeL2.json")]);
  });

  it("follow their formulas", () => {
    const namespace = BigInt(id("sign.storage.EvidenceChain")) - 1n;
    const slot = BigInt(keccak256(`0x${namespace.toString(16).padStart(64, "0")}`)) & ~0xffn;
    expect(evidenceHeadSlot).to.equal(`0x${slot.toString(16)}`);
    expect(implementationSlot).to.equal("0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc");
  });
});
