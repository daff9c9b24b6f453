import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { generateHybridIdentity, generateIdentity, identityToRecipient } from "age-encryption";
import { expect } from "chai";

import { decryptBytes, decryptPieces, encryptBytes, encryptPieces } from "#lib/encryption/age";
import { readIdentityFile } from "#lib/encryption/identity";
import { parseRecipient, parseRecipients } from "#lib/encryption/recipients";

import { expectCode } from "#support/expect-code";
import { temporaryFolder } from "#support/temporary-folder";

/** Two of age's chunks and a bit. */
const LENGTH = 2 * 65_536 + 17;

describe("encryption to the keys of people", () => {
  it("is opened by each of the holders alone, and by nobody else", async () => {
    const [first, second, stranger] = [await holder(), await holder(), await holder()];
    const ciphertext = await encryptBytes(bytes(LENGTH), [first.recipient, second.recipient]);
    for (const { identity } of [first, second]) {
      expect(await decryptBytes(ciphertext, await identity, "a file")).to.deep.equal(bytes(LENGTH));
    }
    await expectCode(
      async () => decryptBytes(ciphertext, await stranger.identity, "a file"),
      "refused/not-a-recipient",
    );
  });

  it("is age's format", async () => {
    const { recipient } = await holder();
    const ciphertext = Buffer.from(await encryptBytes(bytes(3), [recipient]));
    expect(ciphertext.toString("latin1")).to.match(/^age-encryption\.org\/v1\n-> X25519 [A-Za-z0-9+/]{43}\n/);
  });

  it("says nothing twice: the same file is another ciphertext every time", async () => {
    const { recipient } = await holder();
    const [one, two] = [await encryptBytes(bytes(32), [recipient]), await encryptBytes(bytes(32), [recipient])];
    expect(Buffer.from(one).equals(two)).to.be.false;
  });

  it("names the file of which a byte was changed, added or cut off, wherever it is", async () => {
    const { recipient, identity } = await holder();
    const whole = await encryptBytes(bytes(LENGTH), [recipient]);
    const opened = await identity;
    const header = Buffer.from(whole).indexOf("\n---");
    for (const at of [0, header + 6, header + 60, whole.length - 65_600, whole.length - 1]) {
      const flipped = Uint8Array.from(whole, (byte, index) => (index === at ? byte ^ 1 : byte));
      const error = await expectCode(() => decryptBytes(flipped, opened, "objects/1"), "conflict/ciphertext-damaged");
      expect(error.message).to.include("objects/1");
    }
    for (const length of [0, 10, header + 60, whole.length - 1, whole.length - (17 + 16)]) {
      await expectCode(() => decryptBytes(whole.subarray(0, length), opened, "it"), "conflict/ciphertext-damaged");
    }
    await expectCode(() => decryptBytes(Buffer.concat([whole, whole]), opened, "it"), "conflict/ciphertext-damaged");
  });

  it("refuses an envelope that was changed: the key does not come out of it", async () => {
    const { recipient, identity } = await holder();
    const text = Buffer.from(await encryptBytes(bytes(9), [recipient])).toString("latin1");
    const [, share = ""] = /X25519 (\S+)/.exec(text) ?? [];
    const other = `${share.startsWith("A") ? "B" : "A"}${share.slice(1)}`;
    const changed = Buffer.from(text.replace(share, other), "latin1");
    await expectCode(async () => decryptBytes(changed, await identity, "it"), "refused/not-a-recipient");
  });

  it("passes on why its source could not be read, instead of calling it damaged", async () => {
    const { recipient, identity } = await holder();
    const whole = await encryptBytes(bytes(LENGTH), [recipient]);
    const failing = function* (): Generator<Uint8Array> {
      yield whole.subarray(0, 70_000);
      throw new Error("the disk is gone");
    };
    expect(await failureOf(decryptPieces(failing(), await identity, "it"))).to.equal("the disk is gone");
    expect(await failureOf(encryptPieces(failing(), [recipient]))).to.equal("the disk is gone");
  });
});

describe("recipients", () => {
  it("are refused by name when they are none, or stand there twice", async () => {
    const { recipient } = await holder();
    const hybrid = await identityToRecipient(await generateHybridIdentity());
    const misspelt = `${recipient.slice(0, -1)}${recipient.endsWith("q") ? "p" : "q"}`;
    for (const value of ["", "age1", misspelt, recipient.toUpperCase(), ` ${recipient}`, hybrid, "ssh-ed25519 AAAA"]) {
      const error = await expectCode(() => parseRecipient(value, "keys.json"), "input/recipient");
      expect(error.message).to.include("keys.json").and.to.include(value);
    }
    await expectCode(() => parseRecipients([recipient, recipient], "keys.json"), "input/recipient-twice");
    expect(parseRecipients([recipient], "keys.json")).to.deep.equal([recipient]);
  });

  it("are not repeated when they are secret keys", async () => {
    const secret = await generateIdentity();
    const error = await expectCode(() => parseRecipient(secret, "keys.json"), "input/recipient");
    expect(JSON.stringify([error.message, error.hint, error.details])).not.to.include(secret.slice(20));
  });
});

describe("an identity file", () => {
  it("is read as age-keygen writes it, and knows its recipient", async () => {
    const secret = await generateIdentity();
    const path = write(`# created: 2026-11-21T12:00:00Z\n# public key: age1…\n${secret}\n`);
    expect(await readIdentityFile(path)).to.deep.equal({
      secrets: [secret],
      recipients: [await identityToRecipient(secret)],
    });
  });

  it("is refused when others may read it, or it holds something else; what it holds is not repeated", async () => {
    const secret = await generateIdentity();
    const exposed = write(secret);
    for (const mode of [0o640, 0o604, 0o620]) {
      chmodSync(exposed, mode);
      await expectCode(() => readIdentityFile(exposed), "refused/secret-exposed");
    }
    await expectCode(() => readIdentityFile(join(temporaryFolder(), "none")), "input/file-unreadable");
    for (const text of [
      "",
      "# nothing\n",
      `${secret}\ncorrect horse\n`,
      secret.slice(0, -1),
      await generateHybridIdentity(),
    ]) {
      const error = await expectCode(() => readIdentityFile(write(text)), "input/identity");
      expect(JSON.stringify([error.message, error.hint, error.details])).not.to.include(secret.slice(20, 40));
    }
  });
});

async function holder(): Promise<{
  recipient: ReturnType<typeof parseRecipient>;
  identity: ReturnType<typeof readIdentityFile>;
}> {
  const secret = await generateIdentity();
  return {
    recipient: parseRecipient(await identityToRecipient(secret), "the test"),
    identity: readIdentityFile(write(secret)),
  };
}

function write(text: string): string {
  const path = join(temporaryFolder(), "identity.txt");
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

/** Different at every place, so that nothing swapped can look right. */
function bytes(length: number): Buffer {
  return Buffer.from(Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) & 0xff));
}

async function failureOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  try {
    for await (const piece of pieces) expect(piece.length).to.be.greaterThan(-1);
  } catch (error) {
    return (error as Error).message;
  }
  return "no failure";
}
