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
  const accreditations = genesis.proxied("AccreditationRegistry", artifacts.AccreditationRegistry, [registry], []);
  return {
    AccreditationRegistry: accreditations,
    CredentialLedger: genesis.proxied(
      "CredentialLedger",
      artifacts.CredentialLedger,
      [controller, keys, accreditations],
      [registry],
    ),
  };
}
