import { Contract, type Result } from "ethers";

import { contractAt } from "#lib/deployment/chain-state";
import type { CouncilName } from "#lib/deployment/contracts-record";
import type { StateSource } from "#lib/monitor/state-source";
import { CONSTITUENCY_IDS, type ConstituencyName } from "#lib/permissions/roles";
import { safeArtifact } from "#lib/safe/safe-contracts";

/** Of `IGovernanceGuard.CouncilStatus`. */
const STATUSES = ["Unknown", "Registered", "ExitAnnounced", "Exited", "Dismissed"] as const;
const UNSEATED = "UNSEATED";

/** Who can act as a council now. */
export interface CouncilSeats {
  readonly name: CouncilName;
  readonly status: (typeof STATUSES)[number];
  /** Signatures that it takes. */
  readonly quorum: number;
  readonly owners: number;
  /** Owners by the constituency of their seat; `UNSEATED` for those without. */
  readonly constituencies: Readonly<Partial<Record<ConstituencyName | typeof UNSEATED, number>>>;
}

export async function readCouncils({ provider, record }: StateSource): Promise<CouncilSeats[]> {
  const guard = contractAt(provider, record, "GovernanceGuard");
  const seatOf = contractAt(provider, record, "RoleRegistry").getFunction("seatOf");
  return Promise.all(
    (Object.keys(record.safes) as CouncilName[]).map(async (name) => {
      const { address } = record.safes[name];
      const safe = new Contract(address, safeArtifact("singleton").abi, provider);
      const [owners, threshold, council] = await Promise.all([
        safe.getFunction("getOwners").staticCall() as Promise<string[]>,
        safe.getFunction("getThreshold").staticCall() as Promise<bigint>,
        guard.getFunction("councilOf").staticCall(address) as Promise<Result>,
      ]);
      const constituencies: Partial<Record<ConstituencyName | typeof UNSEATED, number>> = {};
      for (const owner of owners) {
        const seat = (await seatOf.staticCall(address, owner)) as Result;
        const held = constituencyOf(Number(seat["constituency"]));
        constituencies[held] = (constituencies[held] ?? 0) + 1;
      }
      return {
        name,
        status: STATUSES[Number(council["status"])] ?? "Unknown",
        quorum: Number(threshold),
        owners: owners.length,
        constituencies,
      };
    }),
  );
}

function constituencyOf(id: number): ConstituencyName | typeof UNSEATED {
  const names = Object.keys(CONSTITUENCY_IDS) as ConstituencyName[];
  return names.find((name) => CONSTITUENCY_IDS[name] === id) ?? UNSEATED;
}
