import { Contract, type Provider } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import type { DescribedCall } from "#lib/calls/describe-call";
import { roleName, type ChangeClass } from "#lib/change/change-class";
import type { Change } from "#lib/change/change";
import type { EncodedCall } from "#lib/calls/encode-call";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError, type ErrorCode } from "#lib/errors/suite-error";

/** What the registry says of a call. */
export interface CallStanding {
  /** The role that its function is mapped to. */
  readonly role: string;
  readonly core: boolean;
}

/** Roles whose functions a class may call, its own first. */
const capabilities: Readonly<Partial<Record<ChangeClass, readonly string[]>>> = {
  ConfigOnly: ["CONFIG"],
  RoutineUpgrade: ["ROUTINE_UPGRADE"],
  BridgeParameter: ["BRIDGE_PARAMETER"],
  EmergencyFix: ["EMERGENCY_FIX", "CONFIG", "ROUTINE_UPGRADE"],
};

/** Asks the registry for the standing of calls, for the report. */
export async function standingOf(
  provider: Provider,
  record: ContractsRecord,
  calls: readonly EncodedCall[],
): Promise<CallStanding[]> {
  const registry = new Contract(record.contracts.RoleRegistry.address, suiteInterface("RoleRegistry"), provider);
  return Promise.all(
    calls.map(async ({ target, data }) => {
      const [role, core] = (await registry
        .getFunction("classify")
        .staticCall(target, data.slice(0, 10).padEnd(10, "0"))) as [bigint, boolean];
      return { role: roleName(role), core };
    }),
  );
}

/**
 * Refuses a call that the class may not make, before anything is asked of the ChangeManager. The contract decides; this says
 * the same, under the name of the contract's error, in a sentence that names the class to use instead.
 *
 * @throws SuiteError `refused/core-target-forbidden`, `refused/value-forbidden`, `refused/function-of-another-class`.
 */
export function requireConfined(
  change: Change,
  described: readonly DescribedCall[],
  standing: readonly CallStanding[],
): void {
  const needed = capabilities[change.class];
  if (needed === undefined) return;
  for (const [index, call] of described.entries()) {
    const { role, core } = standing[index] ?? { role: "ADMIN", core: true };
    const breach = breachOf(needed, call.value, role, core);
    if (breach === undefined) continue;
    throw new SuiteError({
      code: breach.code,
      message: `A ${change.class} change may not make the call ${call.text}: ${breach.reason}.`,
      hint: `Propose it as ${classFor(role, core || call.value !== 0n)}.`,
      details: { error: breach.error, class: change.class, call: call.text, role, core },
    });
  }
}

interface Breach {
  readonly code: ErrorCode;
  /** Custom error that the contract would raise. */
  readonly error: string;
  readonly reason: string;
}

/** In the order of the contract's own checks. */
function breachOf(needed: readonly string[], value: bigint, role: string, core: boolean): Breach | undefined {
  if (core) {
    const reason = "its target is a core contract";
    return { code: "refused/core-target-forbidden", error: "CoreTargetForbidden", reason };
  }
  if (value !== 0n) return { code: "refused/value-forbidden", error: "ValueForbidden", reason: "it sends value" };
  if (!needed.includes(role)) {
    const reason = `its function belongs to ${role}, not to ${needed.join(" or ")}`;
    return { code: "refused/function-of-another-class", error: "FunctionOfAnotherClass", reason };
  }
  return undefined;
}

function classFor(role: string, highRisk: boolean): ChangeClass {
  if (highRisk) return "HighRiskUpgrade";
  const found = Object.entries(capabilities).find(([, [own]]) => own === role);
  return found === undefined ? "HighRiskUpgrade" : (found[0] as ChangeClass);
}
