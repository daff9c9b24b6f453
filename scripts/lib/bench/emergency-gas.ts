import { id as digestOf } from "ethers";

import type { BenchChain } from "#lib/bench/bench-chain";
import { gasOf } from "#lib/bench/bench-chain";
import { gasRow, type GasRow } from "#lib/bench/gas-table";
import { measureModeCheck, type ModeCheckGas } from "#lib/bench/mode-check-gas";
import { accreditOffices } from "#lib/demo/accreditation-scenes";
import { issueCredentials, issueUrgently } from "#lib/demo/credential-scenes";
import { INCIDENT, issuerOf, playbookOf, serviceOf, systemNow } from "#lib/demo/emergency-case";
import { actAsCouncil, issueOverride } from "#lib/demo/emergency-scenes";
import { extendAct, narrativeAct, playbookAct, restoreAct } from "#lib/emergency/acts";

/** What the emergency half of the suite costs. */
export interface EmergencyGas {
  readonly rows: readonly GasRow[];
  /** Of a system that was never restricted, and of one whose restriction is over: both are `Normal`. */
  readonly modeCheck: Readonly<Record<"untouched" | "expired", ModeCheckGas>>;
}

const REASON = digestOf("bench");

/**
 * The first emergency of a country: what a restriction, its extension and its restoration write was never written before.
 * Issuing is measured in the steady state.
 */
export async function measureEmergency(chain: BenchChain): Promise<EmergencyGas> {
  const { stage } = chain;
  const system = issuerOf(stage);
  const untouched = await measureModeCheck(chain, system.id);
  await accreditOffices(stage);
  await issueCredentials(stage);
  const issued = await gasOf(chain, () => issueUrgently(stage));
  const restricted = await gasOf(chain, () => actAsCouncil(stage, playbookAct(playbookOf(stage), INCIDENT)));
  await actAsCouncil(stage, narrativeAct(INCIDENT, REASON));
  const act = { system, incident: INCIDENT, reasonDigest: REASON };
  const until = (await stage.now()) + 48 * 3600;
  const extended = await gasOf(chain, () => actAsCouncil(stage, extendAct({ ...act, mode: "HALTED", until })));
  const override = await issueOverride(stage, 3600);
  const allowed = await gasOf(chain, () => actAsCouncil(stage, override));
  const overridden = await measureModeCheck(chain, system.id);
  const restored = await gasOf(chain, () => actAsCouncil(stage, restoreAct({ ...act, mode: "NORMAL" })));
  const service = await systemNow(stage, serviceOf(stage));
  await stage.waitUntil(service.until ?? 0);
  const expired = await measureModeCheck(chain, service.id);
  return {
    rows: [
      gasRow("issue a credential", issued),
      gasRow("restrict two systems by playbook through the 2-of-3 Safe", restricted),
      gasRow("extend through the 3-of-5 Safe", extended),
      gasRow("override through the 3-of-5 Safe", allowed),
      gasRow("restore through the 3-of-5 Safe", restored),
      ...questionRows("of a system never restricted", untouched),
      ...questionRows("after a restriction", expired),
      ...questionRows("that an override answers", overridden),
    ],
    modeCheck: { untouched, expired },
  };
}

function questionRows(what: string, { cold, warm }: ModeCheckGas): GasRow[] {
  return [gasRow(`question for the mode ${what}, cold`, cold.gas), gasRow(`the next one, warm`, warm.gas)];
}
