import { expect } from "chai";
import { id } from "ethers";

import { DAY, type Lies } from "#support/bridge-story";
import { type EmergencyTwist, restrict } from "#support/emergency-story";
import { evidenceCourt } from "#support/evidence-court";
import type { EvidenceWorld } from "#support/evidence-world";
import {
  accredit,
  accreditAll,
  credentialEvent,
  foundOffice,
  identityService,
  issuerSystem,
  keyEvent,
  keyIn,
  move,
  office,
  publishSchema,
  registerGovernanceKey,
  registerKey,
  rotateKey,
  schemaId,
} from "#support/identity-story";

/** Chains on which the registers of accreditations and keys, or the ledger of credentials, would have lied. */
describe("evidence of accreditations, keys and credentials against the rules", () => {
  const court = evidenceCourt();
  let world: EvidenceWorld;

  before(async () => {
    world = await court.open(async (opened) => {
      await foundOffice(opened);
      await accreditAll(opened);
    });
  });

  const found = async (claim: "accreditation" | "key" | "credential", reason: RegExp): Promise<void> => {
    const findings = await court.findings();
    expect(findings).to.match(reason);
    const own = findings.split("\n").filter((line) => line.startsWith(`FAILED ${claim} `));
    expect(own, findings).to.have.length(1);
  };

  it("finds nothing in accreditations and keys to their end, and in what was done by them", async () => {
    await credentialEvent(world, "CredentialIssued");
    await credentialEvent(world, "BatchIssued");
    await rotateKey(world);
    await keyEvent(world, "KeyRecoveryDrilled", { keyId: keyIn(2, "successor"), by: office.operator.account });
    await credentialEvent(world, "CredentialIssued");
    await credentialEvent(world, "VerificationRecorded");
    await credentialEvent(world, "VerificationBatchRecorded");
    await move(world, "AccreditationSuspended");
    await credentialEvent(world, "CredentialRevoked");
    await credentialEvent(world, "BatchRevoked", { by: office.identity.account });
    await move(world, "AccreditationReinstated");
    await publishSchema(world, { version: 2, digest: id("schema 2"), previousUntil: (await world.now()) + 10 + DAY });
    await credentialEvent(world, "CredentialIssued");
    await move(world, "AccreditationRenewed", { schemaVersion: 2 });
    await move(world, "AccreditationWithdrawn");
    await accredit(world, "issuer", { round: 2, schemaVersion: 2, requirementDigest: id("another") });
    await registerGovernanceKey(world);
    expect(await court.findings()).to.equal("");
  });

  describe("an accreditation", () => {
    const twists: readonly (readonly [string, Record<string, unknown>, RegExp])[] = [
      ["by the body of other kinds", { by: office.treasury.account }, /did not hold IDENTITY_AUTHORITY/],
      [
        "of an entity of that body",
        { account: office.identity.account, entity: 41 },
        /entity 41 holds IDENTITY_AUTHORITY/,
      ],
      [
        "of another entity than the account's",
        { account: office.operator.account, entity: 45 },
        /acts for entity 44, accredited was 45/,
      ],
      ["that is in force", { round: 2 }, /follows one that is Accredited/],
      [
        "of the second round at once",
        { account: office.operator.account, entity: 44, round: 2 },
        /is round 2 instead of 1/,
      ],
      [
        "by a version that is not in force",
        { account: office.operator.account, entity: 44, schemaVersion: 2 },
        /was judged by version 2, in force was 1/,
      ],
      ["for three years", { account: office.operator.account, entity: 44, until: 4_000_000_000 }, /is for \d+ s/],
      [
        "of a verifier for a schema",
        { kind: 1, account: office.operator.account, entity: 44, schemaVersion: 0 },
        /has the scope 0x/,
      ],
    ];
    for (const [what, lies, reason] of twists) {
      it(`is found ${what}`, async () => {
        await accredit(world, "issuer", lies);
        await found("accreditation", reason);
      });
    }

    it("is found again on the assessment that was withdrawn", async () => {
      await move(world, "AccreditationWithdrawn");
      await accredit(world, "issuer", { round: 2 });
      await found("accreditation", /rests on the assessment that was withdrawn/);
    });

    const moves: readonly (readonly [string, string, RegExp])[] = [
      ["renewed", "AccreditationRenewed", /was Suspended/],
      ["suspended again", "AccreditationSuspended", /was Suspended/],
    ];
    for (const [what, event, reason] of moves) {
      it(`is found ${what} while it is suspended`, async () => {
        await move(world, "AccreditationSuspended");
        await move(world, event);
        await found("accreditation", reason);
      });
    }
  });

  describe("a schema", () => {
    const twists: readonly (readonly [string, Record<string, unknown>, RegExp])[] = [
      ["with a version left out", { version: 3, digest: id("other") }, /is version 3 instead of 2/],
      ["that changes nothing", { version: 2 }, /changes nothing/],
      [
        "with a transition of a year",
        { version: 2, digest: id("other"), previousUntil: 4_000_000_000 },
        /leaves the version before in force for/,
      ],
      [
        "by who is no identity authority",
        { version: 2, digest: id("other"), by: office.issuer.account },
        /did not hold IDENTITY_AUTHORITY/,
      ],
    ];
    for (const [what, lies, reason] of twists) {
      it(`is found ${what}`, async () => {
        await publishSchema(world, lies);
        await found("accreditation", reason);
      });
    }
  });

  describe("a key", () => {
    const other = { keyId: keyIn(2, "other"), holder: office.operator.account, entity: 44 };
    const registrations: readonly (readonly [string, Record<string, unknown>, RegExp])[] = [
      [
        "of an id of another category",
        { ...other, keyId: keyIn(3, "other") },
        /has the id of no key of the category issuer/,
      ],
      ["by the body of another category", { ...other, by: office.operator.account }, /did not hold IDENTITY_AUTHORITY/],
      ["of another entity than its holder's", { ...other, entity: 45 }, /is of entity 44, the event says 45/],
      ["that was registered before", {}, /was registered before/],
      ["beside another one of its issuer", { keyId: keyIn(2, "other") }, /which was not rotated with it/],
      ["that is never replaced", { ...other, rotationPeriod: 2_000 * DAY }, /is replaced every 172800000 s/],
      ["that is due later than its period", { ...other, dueAt: 4_000_000_000 }, /is due at 4000000000 instead of/],
      [
        "without a digest of its custody",
        { ...other, custodyDigest: `0x${"0".repeat(64)}` },
        /lacks the digest of its custody/,
      ],
    ];
    for (const [what, lies, reason] of registrations) {
      it(`is found registered ${what}`, async () => {
        await registerKey(world, lies);
        await court.findings().then((findings) => expect(findings).to.match(reason));
      });
    }

    const rotations: readonly (readonly [string, Lies, RegExp])[] = [
      ["to a key that was not registered with it", { KeyRegistered: null }, /was not registered with it/],
      ["by another body", { KeyRotated: { by: office.operator.account } }, /did not hold IDENTITY_AUTHORITY/],
      [
        "to a key of another entity",
        { KeyRegistered: { keyId: keyIn(2, "successor"), holder: office.operator.account, entity: 44 } },
        /is of entity 42, its successor of 44/,
      ],
    ];
    for (const [what, lies, reason] of rotations) {
      it(`is found rotated ${what}`, async () => {
        await rotateKey(world, lies);
        await found("key", reason);
      });
    }

    it("is found drilled after it was retired", async () => {
      await keyEvent(world, "KeyRetired", { by: office.identity.account });
      await keyEvent(world, "KeyRecoveryDrilled", { by: office.operator.account });
      await found("key", /had ended before/);
    });

    it("is found reported by who watches no keys", async () => {
      await keyEvent(world, "KeyCompromised", { by: office.identity.account });
      await found("key", /did not hold TECHNICAL_OPERATOR or MONITOR/);
    });

    const councils: readonly (readonly [string, EmergencyTwist, RegExp])[] = [
      ["by another council", { council: "governance" }, /did not hold role 1/],
      ["as the council did not sign it", { call: { keyId: id("other") } }, /does not call registerGovernanceKey/],
      ["in software", { call: terms(3), events: { KeyRegistered: { custody: 3 } } }, /is kept in software/],
      ["by one account", { events: { KeyRegistered: { by: office.identity.account } } }, /was no council/],
    ];
    for (const [what, twist, reason] of councils) {
      it(`of a council is found registered ${what}`, async () => {
        await registerGovernanceKey(world, twist);
        await found("key", reason);
      });
    }
  });

  describe("an issuance", () => {
    const before: readonly (readonly [string, () => Promise<unknown>, RegExp])[] = [
      [
        "without the role",
        () => world.say("RoleRegistry", "RoleRevoked", [11, office.issuer.account]),
        /did not hold ISSUER/,
      ],
      [
        "with a key that was retired",
        () => keyEvent(world, "KeyRetired", { by: office.identity.account }),
        /has no key/,
      ],
      [
        "with a key that may be in other hands",
        () => keyEvent(world, "KeyCompromised", { by: office.operator.account }),
        /was reported as compromised/,
      ],
      ["with a key that is overdue", () => world.pass(97 * DAY), /was to be replaced by/],
      [
        "while the accreditation is suspended",
        () => move(world, "AccreditationSuspended"),
        /the accreditation of 0x\w+ is Suspended/,
      ],
      ["by a schema that was retired", () => retire(), /the schema 0x\w+ is not in force/],
      [
        "by a version that is out of date",
        () => publishSchema(world, { version: 2, digest: id("2") }),
        /was judged by version 1 of its schema, in force is 2/,
      ],
      [
        "after the account moved to another entity",
        () => world.say("RoleRegistry", "AccountBound", [office.issuer.account, 44]),
        /acts for entity 44, accredited was 42/,
      ],
    ];
    for (const [what, prepare, reason] of before) {
      it(`is found ${what}`, async () => {
        await prepare();
        await credentialEvent(world, "CredentialIssued");
        await found("credential", reason);
      });
    }

    const retire = async (): Promise<void> => {
      const { account: by } = office.identity;
      await world.say("AccreditationRegistry", "SchemaRetired", [schemaId, by, id("reason")]);
    };

    it("is found after the accreditation ended", async () => {
      await rotateKey(world, {
        KeyRegistered: { rotationPeriod: 365 * DAY, dueAt: (await world.now()) + 10 + 365 * DAY },
      });
      await world.pass(365 * DAY);
      await credentialEvent(world, "CredentialIssued");
      await found("credential", /the accreditation of 0x\w+ ended at/);
    });

    it("is found by another schema", async () => {
      await credentialEvent(world, "BatchIssued", { schemaId: id("other") });
      await found("credential", /is not accredited/);
    });

    for (const [what, systemId, mode] of [
      ["the service", identityService, 2],
      ["the issuer", issuerSystem, 3],
    ] as const) {
      it(`is found while ${what} is restricted, a revocation is not`, async () => {
        await restrict(world, {}, { events: { SystemRestricted: { systemId, mode } } });
        await credentialEvent(world, "CredentialRevoked");
        await credentialEvent(world, "CredentialIssued");
        await found("credential", /the system 0x\w+ is (READ_ONLY|HALTED)/);
      });
    }

    it("is found beyond the volume of a service that is limited", async () => {
      await world.say("EmergencyController", "VolumeCapSet", [identityService, 6n]);
      await world.pass(2 * DAY);
      await restrict(world, {}, { events: { SystemRestricted: { systemId: identityService, mode: 1 } } });
      await credentialEvent(world, "BatchIssued");
      await found("credential", /exceeds the volume of the system/);
    });
  });

  it("finds a revocation by who is neither the issuer nor the identity authority", async () => {
    await credentialEvent(world, "CredentialRevoked", { by: office.verifier.account });
    await found("credential", /did not hold IDENTITY_AUTHORITY/);
  });

  it("finds a check by who is not accredited", async () => {
    await move(world, "AccreditationWithdrawn", {}, "verifier");
    await credentialEvent(world, "VerificationRecorded");
    await found("credential", /the accreditation of 0x\w+ is Withdrawn/);
  });

  it("finds a check while the service is halted", async () => {
    await restrict(world, {}, { events: { SystemRestricted: { systemId: identityService, mode: 3 } } });
    await credentialEvent(world, "VerificationBatchRecorded");
    await found("credential", /the system 0x\w+ is HALTED/);
  });
});

function terms(custody: number): NonNullable<EmergencyTwist["call"]> {
  const { account: holder } = office.treasury;
  return { terms: { holder, custody, custodyDigest: id("hsm"), rotationPeriod: 365 * DAY } };
}
