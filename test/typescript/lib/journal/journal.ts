import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";

import { expect } from "chai";

import { openJournal, type PreparedTransaction } from "#lib/journal/journal";

import { expectCode } from "#support/expect-code";
import { anAddress } from "#support/record";
import { temporaryFolder } from "#support/temporary-folder";

const prepared = (key: string, nonce: number): PreparedTransaction => ({
  kind: "prepared",
  key,
  chainId: 31337,
  from: anAddress(1),
  nonce,
  hash: `0x${String(nonce).repeat(64).slice(0, 64)}`,
  raw: "0x02",
  at: "2026-11-21T08:00:00.000Z",
});

describe("the journal", () => {
  it("keeps what was prepared, by key and in order, for another process to read", () => {
    const folder = temporaryFolder();
    const journal = openJournal(folder, 31337, anAddress(1));
    expect(existsSync(journal.path)).to.equal(false);
    expect(journal.prepared()).to.deep.equal([]);
    journal.append(prepared("a", 1));
    journal.append(prepared("b", 2));
    journal.append({
      kind: "settled",
      key: "a",
      hash: prepared("a", 1).hash,
      outcome: "succeeded",
      blockNumber: 3,
      at: "2026-11-21T08:00:00.000Z",
    });
    const other = openJournal(folder, 31337, anAddress(1));
    expect(other.prepared()).to.deep.equal([prepared("a", 1), prepared("b", 2)]);
    expect(other.preparedFor("a")).to.deep.equal([prepared("a", 1)]);
    expect(other.outcomeOf(prepared("a", 1).hash)).to.equal("succeeded");
    expect(other.outcomeOf(prepared("b", 2).hash)).to.equal(undefined);
    expect(openJournal(folder, 1, anAddress(1)).prepared()).to.deep.equal([]);
  });

  it("is readable by its owner alone", () => {
    const journal = openJournal(temporaryFolder(), 31337, anAddress(1));
    journal.append(prepared("a", 1));
    expect(statSync(journal.path).mode & 0o777).to.equal(0o600);
  });

  it("drops half a line at the end, which was never sent, and writes on behind it", () => {
    const journal = openJournal(temporaryFolder(), 31337, anAddress(1));
    journal.append(prepared("a", 1));
    appendFileSync(journal.path, '{"kind":"prepared","key":"b","chain');
    expect(journal.prepared()).to.deep.equal([prepared("a", 1)]);
    journal.append(prepared("c", 3));
    expect(journal.prepared()).to.deep.equal([prepared("a", 1), prepared("c", 3)]);
    expect(readFileSync(journal.path, "utf8").endsWith("\n")).to.equal(true);
  });

  it("refuses to go on when a whole line is damaged", async () => {
    const journal = openJournal(temporaryFolder(), 31337, anAddress(1));
    journal.append(prepared("a", 1));
    journal.append(prepared("b", 2));
    writeFileSync(journal.path, readFileSync(journal.path, "utf8").replace('"prepared"', '"pre'));
    const error = await expectCode(() => journal.prepared(), "conflict/journal");
    expect(error.details["line"]).to.equal(1);
  });
});
