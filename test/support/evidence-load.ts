import { id, toBeHex } from "ethers";

import { EvidenceWorld } from "#support/evidence-world";

/** Events of one transaction, and transactions of one block. */
const EVENTS = 250;
const TRANSACTIONS = 4;

const issuer = "0x00000000000000000000000000000000000000A1";

/** A world in which somebody issued very many credentials. A load generator: no contract of the suite issues so many at once. */
export async function loadedWorld(url: string, events: number): Promise<EvidenceWorld> {
  const world = await EvidenceWorld.create(url);
  await world.found();
  await world.node.send("evm_setAutomine", [false]);
  for (let sent = 0; sent < events;) {
    for (let index = 0; index < TRANSACTIONS && sent < events; index += 1) {
      const args = [issuer, toBeHex(sent, 32), id("schema"), 4_000_000_000];
      const count = Math.min(EVENTS, events - sent);
      await world.sendRepeat("CredentialLedger", "CredentialIssued", args, count);
      sent += count;
    }
    await world.node.send("evm_mine", []);
  }
  await world.node.send("evm_setAutomine", [true]);
  return world;
}
