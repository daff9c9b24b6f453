import type { AccreditationLine, SchemaLine } from "#lib/evidence/accreditation-format";
import { AccreditationHistory } from "#lib/evidence/accreditation-history";
import { BatchHistory } from "#lib/evidence/batch-history";
import type { ChangeLine } from "#lib/evidence/change-format";
import { ChangeRegister } from "#lib/evidence/change-register";
import { textArgument } from "#lib/evidence/describe-event";
import type { BatchLine, ExceptionLine } from "#lib/evidence/distribution-format";
import type { EntityLine } from "#lib/evidence/entity-format";
import { EntityRegister } from "#lib/evidence/entity-register";
import { ExceptionHistory } from "#lib/evidence/exception-history";
import type { KeyLine } from "#lib/evidence/key-format";
import { KeyHistory } from "#lib/evidence/key-history";
import type { ParameterLine } from "#lib/evidence/parameter-format";
import { ParameterHistory } from "#lib/evidence/parameter-history";
import type { ProgramLine } from "#lib/evidence/program-format";
import { ProgramHistory } from "#lib/evidence/program-history";
import type { RegisterRecord } from "#lib/evidence/register-record";
import type { StatusCheckLine } from "#lib/evidence/status-check-format";
import { statusCheckOf } from "#lib/evidence/status-check-history";

/** Everything that the registers tell, one file of a bundle each. */
export interface RegisterViews {
  readonly changes: readonly ChangeLine[];
  readonly entities: readonly EntityLine[];
  readonly parameters: readonly ParameterLine[];
  readonly programs: readonly ProgramLine[];
  readonly batches: readonly BatchLine[];
  readonly exceptions: readonly ExceptionLine[];
  readonly accreditations: readonly (AccreditationLine | SchemaLine)[];
  readonly keyRotations: readonly KeyLine[];
  /** Only counted: there may be millions, and each is told when it happens. */
  readonly statusChecks: { readonly length: number };
}

/** Registers whose lines change until the end, and are written then. */
export const heldRegisters = [
  "changes",
  "entities",
  "parameters",
  "programs",
  "batches",
  "exceptions",
  "accreditations",
  "keyRotations",
] as const;

export const registerNames = [...heldRegisters, "statusChecks"] as const satisfies readonly (keyof RegisterViews)[];

/** What a narrowed bundle has files of. */
export const nothingRegistered: RegisterViews = {
  changes: [],
  entities: [],
  parameters: [],
  programs: [],
  batches: [],
  exceptions: [],
  accreditations: [],
  keyRotations: [],
  statusChecks: [],
};

export function countRegisters(views: RegisterViews): Record<keyof RegisterViews, number> {
  const counts = registerNames.map((name) => [name, views[name].length]);
  return Object.fromEntries(counts) as Record<keyof RegisterViews, number>;
}

/** Changes, entities, limits, programmes, distributions, accreditations, keys and status checks, folded from proven events only. */
export class RegisterHistory {
  readonly #changes = new ChangeRegister();
  readonly #entities = new EntityRegister();
  readonly #parameters = new ParameterHistory();
  readonly #programs = new ProgramHistory();
  readonly #batches = new BatchHistory(this.#programs);
  readonly #exceptions = new ExceptionHistory(this.#programs);
  readonly #accreditations = new AccreditationHistory();
  readonly #keys = new KeyHistory();
  #newChecks: StatusCheckLine[] = [];
  #checkCount = 0;

  apply(record: RegisterRecord): void {
    this.#changes.apply(record);
    this.#entities.apply(record);
    this.#parameters.apply(record);
    this.#programs.apply(record);
    this.#batches.apply(record);
    const programId = this.#batches.find(textArgument(record.event, "batchId"))?.programId;
    if (record.contract === "DistributionLedger" && programId !== undefined) this.#exceptions.apply(record, programId);
    this.#accreditations.apply(record);
    this.#keys.apply(record);
    const check = statusCheckOf(record);
    if (check !== undefined) this.#newChecks.push(check);
  }

  get programIds(): string[] {
    return this.#programs.all().map(({ programId }) => programId);
  }

  /** Status checks since this was asked last; they are then forgotten. */
  takeStatusChecks(): StatusCheckLine[] {
    const checks = this.#newChecks;
    this.#newChecks = [];
    this.#checkCount += checks.length;
    return checks;
  }

  views(): RegisterViews {
    return {
      changes: this.#changes.all(),
      entities: this.#entities.all(),
      parameters: this.#parameters.all(),
      programs: this.#programs.all(),
      batches: this.#batches.all(),
      exceptions: this.#exceptions.all(),
      accreditations: this.#accreditations.all(),
      keyRotations: this.#keys.all(),
      statusChecks: { length: this.#checkCount },
    };
  }
}
