import {
  convertIn,
  convertOut,
  failAndRefund,
  forgeArrival,
  registerOperatorKeys,
  replaySettlement,
} from "#lib/demo/bridge-scenes";
import { approveLoosening, executeLoosening, tightenLimit } from "#lib/demo/limit-scenes";
import type { Proposed } from "#lib/demo/governed-change";
import type { Stage } from "#lib/demo/stage";
import type { Step } from "#lib/demo/summary";

/** Conversions over two rails, and a limit that is tightened at once and loosened by rule. */
export async function playBridge(stage: Stage): Promise<void> {
  let loosening: Proposed | undefined;
  const play = async (
    name: string,
    kind: Step["kind"],
    approval: Step["approval"],
    act: () => Promise<string>,
  ): Promise<void> => {
    await stage.step({ name, kind, approval }, act);
  };
  await play("Keys of the bridge's operators on record", "operation", null, () => registerOperatorKeys(stage));
  await play("Conversion to the private rail", "operation", null, () => convertOut(stage));
  await play("Conversion from the private rail", "operation", null, () => convertIn(stage));
  await play("A settlement attested once more", "refusal", null, () => replaySettlement(stage));
  await play("An arrival that the private rail never committed", "refusal", null, () => forgeArrival(stage));
  await play("Bridge limit tightened", "restriction", "2-of-3", () => tightenLimit(stage));
  await play("A loosening without monitoring's acknowledgement", "refusal", "3-of-5", async () => {
    const { proposed, refused } = await approveLoosening(stage);
    loosening = proposed;
    return refused;
  });
  await play("Bridge limit loosened, acknowledged by monitoring", "change", "3-of-5", async () => {
    if (loosening === undefined) throw new TypeError("Nothing was approved.");
    return executeLoosening(stage, loosening);
  });
  await play("Failed conversion, refunded", "operation", null, () => failAndRefund(stage));
}
