import { type ChainState, readChainState } from "#lib/deployment/chain-state";
import type { Subject } from "#lib/deployment/doctor";
import { type DeployedSuite, loadSuite } from "#support/suite";

/** What a check looks at, which a test may harm. */
export type Examined = Omit<Subject, "state"> & { readonly state: Mutable<ChainState> };

export type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] } & {
  contracts: { -readonly [Key in keyof ChainState["contracts"]]: ChainState["contracts"][Key] };
  councils: { -readonly [Key in keyof ChainState["councils"]]: ChainState["councils"][Key] };
};

/** A suite that each test of the surrounding suite finds freshly deployed. */
export function examinedSuite(): { readonly suite: () => DeployedSuite; readonly subject: () => Promise<Examined> } {
  let loaded: DeployedSuite | undefined;
  const suite = (): DeployedSuite => {
    if (loaded === undefined) throw new Error("nothing is deployed yet");
    return loaded;
  };

  beforeEach(async () => {
    loaded = await loadSuite();
  });

  return {
    suite,
    subject: async () => {
      const { governance, record, provider } = suite();
      return { governance, record, state: await readChainState(provider, record, governance.deployer) };
    },
  };
}
