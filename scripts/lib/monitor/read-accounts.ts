import { contractAt } from "#lib/deployment/chain-state";
import type { StateSource } from "#lib/monitor/state-source";

/** An account that counters name, and the legal entity that it acts for. */
export interface KnownAccount {
  readonly account: string;
  /** Its name in the RoleRegistry; empty for an account that is bound to none. */
  readonly entity: string;
}

export async function readAccounts({ provider, record, tally }: StateSource): Promise<KnownAccount[]> {
  const entityOf = contractAt(provider, record, "RoleRegistry").getFunction("entityOf");
  const names = new Map(tally.subjects("entity").map(({ id, detail }) => [id, detail]));
  return Promise.all(
    tally.subjects("account").map(async ({ id: account }) => {
      const entity = String(await entityOf.staticCall(account));
      return { account, entity: names.get(entity) ?? "" };
    }),
  );
}
