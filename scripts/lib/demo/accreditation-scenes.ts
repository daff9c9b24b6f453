import { id as digestOf, ZeroHash } from "ethers";

import { refusedCall } from "#lib/demo/attempt";
import { operate } from "#lib/demo/operators";
import type { Stage } from "#lib/demo/stage";
import { roleName } from "#lib/permissions/roles";

/** What the credential office issues. */
export const SCHEMA = digestOf("residence-permit.v1");

/** Indexes of `AccreditationKind`. */
const [ISSUER, VERIFIER] = [0, 1];

const YEAR = 365 * 86_400;

/** A schema with its revocation policy, an issuer for it, and a verifier, each for a year. */
export async function accreditOffices(stage: Stage): Promise<string> {
  const terms = [digestOf("Rehearsal: a schema"), digestOf("Rehearsal: when a permit is revoked, and by whom")];
  await operate(stage, "IDENTITY_AUTHORITY", "AccreditationRegistry", "publishSchema", [SCHEMA, 0, terms, 0, ""]);
  for (const subject of [
    [ISSUER, stage.operator("ISSUER"), SCHEMA],
    [VERIFIER, stage.operator("VERIFIER"), ZeroHash],
  ]) {
    await operate(stage, "IDENTITY_AUTHORITY", "AccreditationRegistry", "accredit", await decision(stage, subject));
  }
  return "one issuer for one schema and one verifier, for a year";
}

/** The Identity Authority tries to make an issuer of whoever runs the infrastructure. */
export async function accreditOperator(stage: Stage): Promise<string> {
  const values = await decision(stage, [ISSUER, stage.operator("TECHNICAL_OPERATOR"), SCHEMA]);
  const { args, text } = await refusedCall(stage, "IDENTITY_AUTHORITY", "AccreditationRegistry", "accredit", values);
  const { entities } = stage.governance;
  const entity = entities.find(({ id }) => id === Number(args["entity"]))?.key ?? "?";
  const [role, held] = [args["role"], args["heldRole"]].map((value) => roleName(BigInt(String(value))));
  return `${text}: ${entity} is ${held ?? "?"} and cannot be ${role ?? "?"}`;
}

/** Subject, digest of its assessment, and end. */
async function decision(stage: Stage, subject: readonly unknown[]): Promise<readonly unknown[]> {
  return [subject, digestOf("Rehearsal: an assessment"), (await stage.now()) + YEAR];
}
