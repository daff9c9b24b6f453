import type { Contract, Genesis } from "#lib/deployment/genesis-steps";
import type { SuiteArtifacts } from "#lib/deployment/suite-artifacts";

type ProgramParts = Readonly<Record<"registry" | "guard" | "controller", Contract>>;

/** Which programmes there are, and what is distributed for them. */
export function deployPrograms(
  genesis: Genesis,
  artifacts: SuiteArtifacts,
  { registry, guard, controller }: ProgramParts,
): Record<"ProgramRegistry" | "DistributionLedger", Contract> {
  const tiedTo = [registry, guard, controller];
  const programs = genesis.proxied("ProgramRegistry", artifacts.ProgramRegistry, tiedTo, []);
  return {
    ProgramRegistry: programs,
    DistributionLedger: genesis.proxied("DistributionLedger", artifacts.DistributionLedger, [...tiedTo, programs], []),
  };
}
