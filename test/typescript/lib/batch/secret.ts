import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { toHex } from "#lib/batch/row";
import { parseSecret, readSecretFile } from "#lib/batch/secret";

import { expectCode } from "#support/expect-code";
import { SECRET } from "#support/payout";
import { temporaryFolder } from "#support/temporary-folder";

describe("the secret of the pseudonyms", () => {
  it("is read from a file that only its owner can read", async () => {
    const path = join(temporaryFolder(), "secret");
    writeFileSync(path, `${toHex(SECRET)}\n`, { mode: 0o600 });
    expect(toHex(readSecretFile(path))).to.equal(toHex(SECRET));
    for (const mode of [0o640, 0o604, 0o620]) {
      chmodSync(path, mode);
      await expectCode(() => readSecretFile(path), "refused/secret-exposed");
    }
    await expectCode(() => readSecretFile(`${path}.missing`), "input/file-unreadable");
  });

  for (const [what, text] of [
    ["too short", "0x1234"],
    ["a passphrase", "correct horse battery staple"],
    ["zero", `0x${"00".repeat(32)}`],
  ] as const) {
    it(`is refused when it is ${what}, without being repeated`, async () => {
      const error = await expectCode(() => parseSecret(text, "the file"), "input/secret");
      expect(error.message + error.hint + JSON.stringify(error.details)).not.to.include(text);
    });
  }
});
