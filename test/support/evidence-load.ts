import { id, toBeHex } from "ethers";

import { EvidenceWorld } from "#support/evidence-world";
import { accreditAll, foundOffice, office } from "#support/identity-story";

/** Events of one transaction, and transactions of one block. */
const EVENTS = 250;
const TRANSACTIONS = 4;
const ACTIVE = 1;

/**
 * A world in which an accredited verifier checked very many credentials. A load generator: no contract of the suite records
 * so many in one call.
 */
export async function loadedWorld(url: string, events: number): Promise<EvidenceWorld> {
  const world = await EvidenceWorld.create(url);
  await world.found();
  await foundOffice(world);
  await accreditAll(world);
  const [verifier, issuer] = [office.verifier.account, office.issuer.account];
  await world.node.send("evm_setAutomine", [false]);
  for (let sent = 0; sent < events;) {
    for (let index = 0; index < TRANSACTIONS && sent < events; index += 1) {
      const args = [verifier, issuer, toBeHex(sent, 32), toBeHex(0, 32), ACTIVE, true, id("purpose")];
      const count = Math.min(EVENTS, events - sent);
      await world.sendRepeat("CredentialLedger", "VerificationRecorded", args, count);
      sent += count;
    }
    await world.node.send("evm_mine", []);
  }
  await world.node.send("evm_setAutomine", [true]);
  return world;
}
