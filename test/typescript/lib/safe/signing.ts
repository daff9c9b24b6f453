import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { Wallet } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { combineSignatures } from "#lib/safe/combine-signatures";
import { protocolKitHash } from "#lib/safe/protocol-kit";
import { requireForDeployment } from "#lib/safe/request-scope";
import {
  agreedHashes,
  readSafeRequest,
  readSignedSafeRequest,
  safeRequest,
  writeSafeFile,
  type SafeRequest,
} from "#lib/safe/safe-file";
import { plainSafeTransaction, safeTypedData } from "#lib/safe/safe-transaction";
import { checkSignatures, checkSorted, recoverSigner } from "#lib/safe/signature";
import { signSafeRequest } from "#lib/safe/sign-request";
import { builderChecksum, transactionBuilderFile } from "#lib/safe/transaction-builder";

import { expectCode } from "#support/expect-code";
import { anAddress, paperRecord } from "#support/record";
import { temporaryFolder } from "#support/temporary-folder";

const wallets = [1, 2, 3].map((index) => new Wallet(`0x${String(index).repeat(64)}`));
const owners = wallets.map(({ address }) => address);
const stranger = new Wallet(`0x${"9".repeat(64)}`);
const id = `0x${"12".repeat(32)}`;

describe("Safe transactions in files", () => {
  const data = suiteInterface("ChangeManager").encodeFunctionData("approve", [id, 1, 0, 1_900_000_000]);
  const request: SafeRequest = safeRequest({
    chainId: 31337,
    safe: anAddress(11),
    description: "Approve",
    transaction: plainSafeTransaction(anAddress(3), data, 7n),
  });
  const signed = async (...by: Wallet[]) =>
    Promise.all(by.map(async (wallet) => (await signSafeRequest(request, wallet)).file));

  it("computes the hash that Safe's own library computes", () => {
    const delegated = { ...request.transaction, operation: 1 as const, value: "5", nonce: "9007199254740991" };
    expect(request.safeTxHash).to.equal(protocolKitHash(31337, request.safe, request.transaction));
    const other = safeRequest({ ...request, transaction: delegated });
    expect(other.safeTxHash).to.equal(protocolKitHash(31337, request.safe, delegated));
    expect(other.safeTxHash).to.not.equal(request.safeTxHash);
  });

  it("refuses a file whose hash is not that of its transaction", async () => {
    const path = join(temporaryFolder(), "request.json");
    writeSafeFile(path, request);
    expect(readSafeRequest(path)).to.deep.equal(request);
    for (const [from, to] of [
      [anAddress(3), anAddress(4)],
      ['"operation": 0', '"operation": 1'],
      ['"nonce": "7"', '"nonce": "8"'],
      [request.safeTxHash, id],
    ] as const) {
      writeSafeFile(path, request);
      writeFileSync(path, readFileSync(path, "utf8").replace(from, to));
      await expectCode(() => readSafeRequest(path), "conflict/safe-hash");
      await expectCode(
        signSafeRequest({ ...request, ...(JSON.parse(readFileSync(path, "utf8")) as SafeRequest) }, stranger),
        "conflict/safe-hash",
      );
    }
  });

  it("refuses a truncated file", async () => {
    const path = join(temporaryFolder(), "request.json");
    writeSafeFile(path, request);
    writeFileSync(path, readFileSync(path, "utf8").slice(0, 100));
    await expectCode(() => readSafeRequest(path), "input/not-json");
  });

  it("combines separate signatures, sorted by signer", async () => {
    const combined = combineSignatures(request, await signed(...wallets), owners);
    const sorted = owners.toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
    expect(combined.signatures.map(({ signer }) => signer)).to.deep.equal(sorted);
    const path = join(temporaryFolder(), "signed.json");
    writeSafeFile(path, combined);
    expect(readSignedSafeRequest(path)).to.deep.equal(combined);
  });

  it("names what is wrong with a signature", async () => {
    const [first, second] = await signed(...wallets);
    if (first === undefined || second === undefined) throw new Error("Two signatures are needed.");
    await expectCode(() => combineSignatures(request, [], owners), "input/no-signatures");
    await expectCode(() => combineSignatures(request, [first, first], owners), "refused/duplicate-signature");
    await expectCode(async () => combineSignatures(request, await signed(stranger), owners), "refused/not-owner");
    await expectCode(
      () => combineSignatures(request, [{ ...first, signature: second.signature }], owners),
      "refused/foreign-signature",
    );
    await expectCode(
      () => combineSignatures(request, [{ ...first, safeTxHash: id }], owners),
      "conflict/other-transaction",
    );
    await expectCode(
      () => combineSignatures(request, [{ ...first, chainId: 1 }], owners),
      "conflict/other-transaction",
    );
    await expectCode(
      () => combineSignatures(request, [{ ...first, safe: anAddress(12) }], owners),
      "conflict/other-transaction",
    );
  });

  it("takes no signature that hides what was signed, or that no key made", async () => {
    const [file] = await signed(...wallets);
    const signature = file?.signature ?? "";
    expect(recoverSigner(request.safeTxHash, signature)).to.equal(owners[0]);
    for (const v of ["00", "01", "1f", "20"]) {
      await expectCode(() => recoverSigner(request.safeTxHash, signature.slice(0, 130) + v), "input/signature");
    }
    await expectCode(() => recoverSigner(request.safeTxHash, `${signature}00`), "input/signature");
    await expectCode(() => recoverSigner(request.safeTxHash, `0x${"00".repeat(64)}1b`), "input/signature");
  });

  it("refuses signatures out of order by name", async () => {
    const { signatures } = combineSignatures(request, await signed(...wallets), owners);
    checkSorted(signatures);
    checkSignatures(request.safeTxHash, signatures, owners);
    await expectCode(() => {
      checkSorted(signatures.toReversed());
    }, "refused/unsorted-signatures");
  });

  it("refuses a delegatecall to anything but the pinned MultiSendCallOnly, and foreign Safes", async () => {
    const record = paperRecord();
    const judge =
      (safe: string, to: string, operation: 0 | 1, chainId = 31337) =>
      () => {
        requireForDeployment({ chainId, safe, transaction: { ...request.transaction, to, operation } }, record, "file");
      };
    judge(record.safes.technical.address, record.safeContracts.multiSendCallOnly, 1)();
    await expectCode(judge(record.safes.technical.address, record.safeContracts.multiSend, 1), "refused/delegatecall");
    await expectCode(judge(anAddress(77), anAddress(3), 0), "refused/unknown-safe");
    await expectCode(judge(record.safes.technical.address, anAddress(3), 0, 1), "conflict/chain-id");
  });

  it("spells out the domain's type for hardware wallets", () => {
    const typed = safeTypedData(31337, request.safe, request.transaction) as { types: object };
    expect(Object.keys(typed.types)).to.deep.equal(["EIP712Domain", "SafeTx"]);
    expect(() => JSON.stringify(typed)).to.not.throw();
    expect(agreedHashes(request).domainHash).to.match(/^0x[0-9a-f]{64}$/);
  });

  it("exports for the Transaction Builder with method and values, and a checksum over both", async () => {
    const abi = suiteInterface("ChangeManager");
    const file = transactionBuilderFile(request, abi, 1_763_700_000_000);
    expect(file.transactions[0]?.data).to.equal(null);
    expect(file.transactions[0]?.contractMethod.name).to.equal("approve");
    expect(Object.values(file.transactions[0]?.contractInputsValues ?? {})).to.deep.equal([id, "1", "0", "1900000000"]);
    expect(file.meta.checksum).to.equal(builderChecksum(file));
    const renamed = { ...file, meta: { ...file.meta, name: "Another name" } };
    expect(builderChecksum(renamed)).to.equal(file.meta.checksum);
    expect(builderChecksum({ ...file, chainId: "1" })).to.not.equal(file.meta.checksum);
    const hidden = safeRequest({ ...request, transaction: { ...request.transaction, data: `${data}00` } });
    await expectCode(() => transactionBuilderFile(hidden, abi, 0), "conflict/encoding");
    const delegated = safeRequest({ ...request, transaction: { ...request.transaction, operation: 1 } });
    await expectCode(() => transactionBuilderFile(delegated, abi, 0), "input/not-exportable");
  });
});
