import { id } from "ethers";

import { EvidenceWorld } from "#support/evidence-world";
import {
  accreditAll,
  credentialEvent,
  foundOffice,
  keyEvent,
  keyIn,
  move,
  office,
  rotateKey,
} from "#support/identity-story";
import {
  authorise,
  dispute,
  foundProgram,
  keepBooks,
  raise,
  reconcile,
  resolve,
  reverse,
  settle,
  submit,
} from "#support/program-story";

/**
 * A history of which every register tells: a batch to its reconciliation, a large one to its authorisation; a key, an
 * accreditation and checks.
 */
export async function registersStory(): Promise<EvidenceWorld> {
  const world = await EvidenceWorld.create();
  await world.found();
  await foundProgram(world);
  await foundOffice(world);
  await accreditAll(world);
  await tellAll(world);
  const sums = { batches: 2n, rows: 20n, authorised: 1_400n, settled: 460n, exceptions: 40n };
  await keepBooks(world, { committed: 1_360n, ...sums });
  return world;
}

async function tellAll(world: EvidenceWorld): Promise<void> {
  await submit(world);
  await settle(world);
  await raise(world);
  await dispute(world);
  await reverse(world);
  await settle(world, { settlementReference: id("second"), amount: 460n, rows: 9 });
  await resolve(world);
  await reconcile(world);
  await submit(world, { name: "large", terms: { total: "900" } }, false);
  await authorise(world, { name: "large", terms: { total: "900" } });
  await credentialEvent(world, "CredentialIssued");
  await credentialEvent(world, "VerificationRecorded");
  await credentialEvent(world, "VerificationBatchRecorded");
  await credentialEvent(world, "CredentialRevoked");
  await credentialEvent(world, "BatchRevoked", { by: office.identity.account });
  await rotateKey(world);
  await keyEvent(world, "KeyRecoveryDrilled", { keyId: keyIn(2, "successor"), by: office.operator.account });
  await move(world, "AccreditationSuspended");
}
