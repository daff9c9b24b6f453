import { textArgument } from "#lib/evidence/describe-event";
import type { EntityLine } from "#lib/evidence/entity-format";
import { actOf, numberArgument } from "#lib/evidence/event-values";
import { written } from "#lib/evidence/format-values";
import type { RegisterRecord } from "#lib/evidence/register-record";

/** Legal entities with their accounts and seats, folded from proven events only. */
export class EntityRegister {
  readonly #lines = new Map<number, EntityLine>();

  /** In the order in which they were registered. */
  all(): EntityLine[] {
    return [...this.#lines.values()];
  }

  apply(record: RegisterRecord): void {
    const { contract, event } = record;
    if (contract !== "RoleRegistry") return;
    const text = (name: string): string => textArgument(event, name);
    const act = actOf(record);
    switch (event.name) {
      case "EntityRegistered": {
        const entity = numberArgument(event, "entity");
        const name = written.parse(event.args["name"]);
        this.#lines.set(entity, { entity, name, legalDigest: text("legalDigest"), ...act, accounts: [], seats: [] });
        return;
      }
      case "AccountBound":
        this.#of(record)?.accounts.push({ account: text("account"), ...act });
        return;
      case "SeatAssigned": {
        const constituency = numberArgument(event, "constituency");
        const seat = { safe: text("safe"), owner: text("owner"), constituency, ...act, vacated: null };
        this.#of(record)?.seats.push(seat);
        return;
      }
      case "SeatVacated": {
        const seats = this.#of(record)?.seats ?? [];
        const seat = seats.findLast(({ safe, owner }) => safe === text("safe") && owner === text("owner"));
        if (seat !== undefined) seat.vacated = act;
        return;
      }
      default:
    }
  }

  #of({ event }: RegisterRecord): EntityLine | undefined {
    return this.#lines.get(numberArgument(event, "entity"));
  }
}
