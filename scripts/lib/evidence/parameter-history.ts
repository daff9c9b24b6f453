import { ZeroAddress } from "ethers";

import { parameterActs } from "#lib/bridge/parameter-values";
import { BRIDGE_PARAMETERS } from "#lib/bridge/parameters";
import { textArgument } from "#lib/evidence/describe-event";
import { named, numberArgument } from "#lib/evidence/event-values";
import type { ParameterLine } from "#lib/evidence/parameter-format";
import { placedDeedOf, type RegisterRecord } from "#lib/evidence/register-record";

/** Every limit of the bridge that was ever set, in order, folded from proven events only. */
export class ParameterHistory {
  readonly #lines: ParameterLine[] = [];

  all(): ParameterLine[] {
    return [...this.#lines];
  }

  apply(record: RegisterRecord): void {
    const { contract, event } = record;
    if (contract !== "BridgeParameters" || event.name !== "ParameterSet") return;
    const text = (name: string): string => textArgument(event, name);
    const counterparty = text("counterparty");
    this.#lines.push({
      parameter: named(BRIDGE_PARAMETERS, numberArgument(event, "parameter")),
      counterparty: counterparty === ZeroAddress ? null : counterparty,
      act: named(parameterActs, numberArgument(event, "act")),
      value: text("value"),
      previous: text("previous"),
      baseline: text("baseline"),
      parameterVersion: numberArgument(event, "parameterVersion"),
      version: numberArgument(event, "version"),
      cause: text("cause"),
      ...placedDeedOf(record),
    });
  }
}
