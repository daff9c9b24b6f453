import { RefillingBucket } from "#lib/bridge/refilling-bucket";
import { type ModeEnds, modeSchedule } from "#lib/emergency/mode-schedule";
import { MODES, type ModeName, OPERATIONS, type OperationName } from "#lib/emergency/system-modes";
import { type DescribedEvent, textArgument } from "#lib/evidence/describe-event";
import { named, numberArgument } from "#lib/evidence/event-values";

/** `WINDOW` of `LimitedVolume.sol`, in seconds. */
const VOLUME_WINDOW = 86_400n;

const NEVER: ModeEnds = {
  halted: 0,
  readOnly: 0,
  limited: 0,
  extendedHalted: 0,
  extendedReadOnly: 0,
  extendedLimited: 0,
};

/** What each mode allows, by the table of `ISystemModes.sol`. */
const ALLOWED: Readonly<Record<ModeName, readonly OperationName[]>> = {
  NORMAL: OPERATIONS,
  LIMITED: OPERATIONS.filter((operation) => operation !== "CONFIGURE"),
  READ_ONLY: ["VERIFY", "REVOKE", "REFUND"],
  HALTED: ["REVOKE", "REFUND"],
};

/** Operations whose amounts draw from a system's volume while it is not NORMAL. */
export type MeteredOperation = Extract<OperationName, "ISSUE" | "DISTRIBUTE" | "SETTLE" | "CONVERT_OUT" | "CONVERT_IN">;

/** What systems may do, folded from the EmergencyController's events. */
export class ModeReplay {
  readonly #ends = new Map<string, ModeEnds>();
  /** Until when an operation is allowed in any mode. */
  readonly #grants = new Map<string, Map<OperationName, number>>();
  readonly #volumes = new Map<string, RefillingBucket>();

  apply(event: DescribedEvent, now: number): void {
    const systemId = textArgument(event, "systemId");
    const ends = this.#ends.get(systemId) ?? NEVER;
    switch (event.name) {
      case "SystemRestricted": {
        const [mode, until] = [modeOf(event), numberArgument(event, "strictUntil")];
        this.#ends.set(systemId, {
          ...ends,
          halted: later(ends.halted, mode === "HALTED", until),
          readOnly: later(ends.readOnly, mode === "READ_ONLY", until),
          limited: later(ends.limited, true, numberArgument(event, "limitedUntil")),
        });
        // A restriction ends every override of its system.
        this.#grants.delete(systemId);
        return;
      }
      case "RestrictionExtended": {
        const [mode, until] = [modeOf(event), numberArgument(event, "until")];
        this.#ends.set(systemId, {
          ...ends,
          extendedHalted: later(ends.extendedHalted, mode === "HALTED", until),
          extendedReadOnly: later(ends.extendedReadOnly, mode === "READ_ONLY", until),
          extendedLimited: later(ends.extendedLimited, true, numberArgument(event, "limitedUntil")),
        });
        return;
      }
      case "SystemRestored": {
        const { limited, extendedLimited } = ends;
        this.#ends.set(systemId, modeOf(event) === "NORMAL" ? NEVER : { ...NEVER, limited, extendedLimited });
        return;
      }
      case "OverrideGranted":
        this.#grantsOf(systemId).set(operationOf(event), numberArgument(event, "until"));
        return;
      case "OverrideEnded":
        this.#grantsOf(systemId).delete(operationOf(event));
        return;
      case "VolumeCapSet":
        this.#setCap(systemId, BigInt(textArgument(event, "perDay")), now);
        return;
      default:
    }
  }

  modeOf(systemId: string, now: number): ModeName {
    return modeSchedule(this.#ends.get(systemId) ?? NEVER, now)[0]?.mode ?? "NORMAL";
  }

  /** Why a system does not do that now; null when it does. */
  whyNot(systemId: string, operation: OperationName, now: number): string | null {
    const mode = this.modeOf(systemId, now);
    const allowed = ALLOWED[mode].includes(operation);
    const granted = (this.#grants.get(systemId)?.get(operation) ?? 0) > now;
    return allowed || granted ? null : `the system ${systemId} is ${mode}`;
  }

  /**
   * The same, for an amount, which outside NORMAL draws from the system's volume. What other contracts of the system
   * drew is not known here, so that the volume is at least what it really was.
   */
  draw(systemId: string, operation: MeteredOperation, amount: bigint, now: number): string | null {
    const refused = this.whyNot(systemId, operation, now);
    if (refused !== null || this.modeOf(systemId, now) === "NORMAL") return refused;
    const passed = this.#volumes.get(systemId)?.consume(amount, now) ?? amount === 0n;
    return passed ? null : `exceeds the volume of the system ${systemId}, which is not NORMAL`;
  }

  #setCap(systemId: string, perDay: bigint, now: number): void {
    const bucket = this.#volumes.get(systemId) ?? new RefillingBucket();
    this.#volumes.set(systemId, bucket);
    const before = bucket.stateAt(now).available;
    bucket.sync(now);
    bucket.updateSettings(VOLUME_WINDOW, perDay);
    const { available } = bucket.stateAt(now);
    if (available > before) bucket.consume(available - before, now);
  }

  #grantsOf(systemId: string): Map<OperationName, number> {
    const known = this.#grants.get(systemId) ?? new Map<OperationName, number>();
    this.#grants.set(systemId, known);
    return known;
  }
}

function later(end: number, applies: boolean, until: number): number {
  return applies ? Math.max(end, until) : end;
}

function modeOf(event: DescribedEvent): ModeName {
  return named(MODES, numberArgument(event, "mode"));
}

function operationOf(event: DescribedEvent): OperationName {
  return named(OPERATIONS, numberArgument(event, "operation"));
}
