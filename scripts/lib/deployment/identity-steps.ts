import type { Contract, Genesis } from "#lib/deployment/genesis-steps";
import type { SuiteArtifacts } from "#lib/deployment/suite-artifacts";

interface IdentityParts {
  readonly registry: Contract;
  readonly controller: Contract;
  readonly keys: Contract;
}

/** Who may issue and verify, and what was issued and verified. */
export function deployIdentity(
  genesis: Genesis,
  artifacts: SuiteArtifacts,
  { registry, controller, keys }: IdentityParts,
): Record<"AccreditationRegistry" | "CredentialLedger", Contract> {
  return {
    AccreditationRegistry: genesis.proxied("AccreditationRegistry", artifacts.AccreditationRegistry, [registry], []),
    CredentialLedger: genesis.proxied("CredentialLedger", artifacts.CredentialLedger, [controller, keys], [registry]),
  };
}
