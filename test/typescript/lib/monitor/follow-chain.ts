import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { id } from "ethers";

import type { SuiteContract } from "#lib/abi/suite-interface";
import { ethersProvider } from "#lib/chain/connection";
import { readCheckpoint, writeCheckpoint } from "#lib/monitor/checkpoint";
import { followChain, nothingCounted } from "#lib/monitor/follow-chain";
import { REMEMBERED_BLOCKS, Tally } from "#lib/monitor/tally";
import { expectCode } from "#support/expect-code";
import { PaperChain } from "#support/paper-chain";
import { temporaryFolder } from "#support/temporary-folder";

const ISSUER = "0x00000000000000000000000000000000000000A1";
const VERIFIER = "0x00000000000000000000000000000000000000b2";

type Event = readonly [SuiteContract, string, readonly unknown[]];

describe("counting events", () => {
  let chain: PaperChain;
  let tally: Tally;
  let replaced: number[];
  let kept: number;

  beforeEach(() => {
    chain = new PaperChain();
    tally = new Tally(nothingCounted(chain.record));
    replaced = [];
    kept = 0;
  });

  const follow = async (confirmations = 0): Promise<void> => {
    const observer = {
      headed: () => undefined,
      reorganised: (blocks: number) => replaced.push(blocks),
      touched: () => undefined,
      counted: () => (kept += 1),
    };
    await followChain({ provider: ethersProvider(chain.node), record: chain.record, tally, confirmations, observer });
  };

  const batch = (count: number): Event => [
    "CredentialLedger",
    "BatchIssued",
    [ISSUER, id(`batch ${String(count)}`), id("permit"), count],
  ];
  const issued = (): bigint | undefined =>
    tally.totals.get(JSON.stringify(["sign_credentials_issued_total", ISSUER, id("permit"), "batch"]));

  it("adds up what each block says, however many blocks there are", async () => {
    for (let block = 1; block <= 100; ++block) chain.mine(batch(block), batch(1_000 + block));
    chain.mineEmpty(REMEMBERED_BLOCKS);
    await follow();
    expect(issued()).to.equal(BigInt(100 * 1_000 + 2 * 5_050));
    expect(tally.tip.heads.CredentialLedger.sequence).to.equal(200);
    const asked = chain.asked;
    await follow();
    expect(chain.asked).to.equal(asked);
  });

  it("leaves out what is not confirmed", async () => {
    chain.mine(batch(1));
    chain.mine(batch(2));
    await follow(1);
    expect([tally.tip.number, issued()]).to.deep.equal([1, 1n]);
  });

  it("tells an accepted check of what is not Active from any other", async () => {
    const check = (status: number, accepted: boolean): Event => [
      "CredentialLedger",
      "VerificationRecorded",
      [VERIFIER, ISSUER, id(String(status)), id("root"), status, accepted, id("purpose")],
    ];
    chain.mine(check(1, true), check(3, true), check(3, false), check(2, true));
    await follow();
    const total = (...key: string[]): bigint | undefined => tally.totals.get(JSON.stringify(key));
    expect(total("sign_verifications_total", VERIFIER, "accepted")).to.equal(3n);
    expect(total("sign_verifications_total", VERIFIER, "refused")).to.equal(1n);
    expect(total("sign_verification_contradictions_total", VERIFIER, "Revoked")).to.equal(1n);
    expect(total("sign_verification_contradictions_total", VERIFIER, "Expired")).to.equal(1n);
    expect(total("sign_verification_contradictions_total", VERIFIER, "Active")).to.equal(undefined);
  });

  it("takes replaced blocks back, with what they brought into being", async () => {
    chain.mine(batch(1));
    await follow();
    chain.mine(batch(2), [
      "IncidentRegistry",
      "IncidentOpened",
      [id("fire"), 1, ISSUER, id("report"), [1, 2, 3, 4, 5]],
    ]);
    chain.mineEmpty(9);
    await follow();
    expect([issued(), tally.subjects("incident").map(({ block }) => block)]).to.deep.equal([3n, [2]]);
    chain.drop(10);
    chain.mine(batch(40));
    chain.mineEmpty(9);
    await follow();
    expect([issued(), tally.subjects("incident")]).to.deep.equal([41n, []]);
    expect(replaced).to.deep.equal([10]);
  });

  it("counts everything anew when more was replaced than it remembers", async () => {
    chain.mine(batch(1));
    for (let turn = 0; turn < 3; ++turn) {
      chain.mineEmpty(REMEMBERED_BLOCKS);
      await follow();
    }
    chain.drop(chain.height);
    chain.mine(batch(7));
    chain.mineEmpty(3 * REMEMBERED_BLOCKS);
    await follow();
    expect([issued(), replaced]).to.deep.equal([7n, [3 * REMEMBERED_BLOCKS + 1]]);
  });

  it("takes nothing back because a node is behind", async () => {
    chain.mine(batch(1));
    chain.mine(batch(2));
    await follow();
    chain.drop(1);
    await expectCode(follow(), "chain/behind");
    expect([issued(), replaced]).to.deep.equal([3n, []]);
  });

  it("finds out a node that leaves an event out, and keeps what was proven before", async () => {
    chain.mine(batch(1));
    await follow();
    chain.mine(batch(2), ["KeyRegistry", "KeyRetired", [id("key"), ISSUER, id("reason")]]);
    chain.silentAbout = "KeyRegistry";
    await expectCode(follow(), "chain/events-incomplete");
    expect([tally.tip.number, issued()]).to.deep.equal([1, 1n]);
    chain.silentAbout = undefined;
    await follow();
    expect([tally.tip.number, issued()]).to.deep.equal([2, 3n]);
  });

  it("begins anew when nothing of what a silent node told was proven", async () => {
    chain.mine(batch(1));
    chain.mineEmpty(2 * REMEMBERED_BLOCKS);
    chain.silentAbout = "CredentialLedger";
    await expectCode(follow(), "chain/events-incomplete");
    expect(tally.state()).to.deep.equal(nothingCounted(chain.record));
  });

  it("does not count a block that is replaced while its events are read", async () => {
    chain.mine(batch(1));
    chain.meanwhile = () => {
      chain.drop(1);
      chain.mine(batch(5));
    };
    await expectCode(follow(), "chain/reorganising");
    expect(issued()).to.equal(undefined);
    await follow();
    expect(issued()).to.equal(5n);
  });

  describe("its checkpoint", () => {
    let path: string;

    beforeEach(() => {
      path = join(temporaryFolder(), "monitoring/checkpoint.json");
    });

    it("brings back all of it", async () => {
      chain.mine(batch(1), ["RoleRegistry", "EntityRegistered", [7, "Office", id("law")]]);
      await follow();
      writeCheckpoint(path, chain.record, tally.state());
      expect(readCheckpoint(path, chain.record).state).to.deep.equal(tally.state());
      expect(existsSync(`${path}.partial`)).to.equal(false);
    });

    it("is offered after every segment, so that a long way is not gone twice", async () => {
      chain.mineEmpty(6_000);
      await follow();
      // Segments of 5,000, of 743 and nine of up to 32 blocks, and once more when all is verified.
      expect(kept).to.equal(1 + 1 + 9 + 1);
    });

    it("is not used when it is damaged, or of another deployment", () => {
      expect(readCheckpoint(path, chain.record)).to.deep.equal({ because: "there is no checkpoint" });
      writeCheckpoint(path, chain.record, tally.state());
      expect(readCheckpoint(path, { ...chain.record, deployedAtBlock: 2 })).to.have.property("because");
      writeFileSync(path, readFileSync(path, "utf8").slice(0, -20));
      expect(readCheckpoint(path, chain.record)).to.deep.equal({
        because: "the checkpoint cannot be used (input/not-json)",
      });
    });
  });
});
