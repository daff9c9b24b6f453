import { Contract, type Provider } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { listSubjects } from "#lib/identity/read-accreditations";
import { listSchemaIds } from "#lib/identity/read-schemas";

/** Counters since the beginning. */
export interface Issued {
  readonly issued: bigint;
  readonly revoked: bigint;
}

export interface Verified {
  readonly verified: bigint;
  readonly accepted: bigint;
}

/** "Issuance volume (by issuer)", "verification volume (by verifier)" of the source text, and by schema. */
export interface CredentialVolumes {
  /** The block at which all of them were read. */
  readonly blockNumber: number;
  readonly issuers: readonly (Issued & { readonly account: string })[];
  readonly verifiers: readonly (Verified & { readonly account: string })[];
  readonly schemas: readonly (Issued & { readonly id: string })[];
  readonly total: Issued & Verified;
}

/**
 * The counters of the ledger. Nobody issues or verifies who was never accredited, so that the register of accreditations
 * names everyone who may have a counter.
 *
 * @throws SuiteError `conflict/credential-volumes` when issuers and schemas do not have the same sums: every credential has
 * one of each.
 */
export async function readVolumes(provider: Provider, record: ContractsRecord): Promise<CredentialVolumes> {
  const blockTag = await provider.getBlockNumber();
  const ledger = new Contract(record.contracts.CredentialLedger.address, suiteInterface("CredentialLedger"), provider);
  const ask = async (name: string, subject: string): Promise<readonly [bigint, bigint]> =>
    (await ledger.getFunction(name).staticCall(subject, { blockTag })) as [bigint, bigint];
  const subjects = await listSubjects(provider, record);
  const accounts = (kind: string): string[] => [
    ...new Set(subjects.filter((subject) => subject.kind === kind).map(({ account }) => account)),
  ];
  const [issuers, verifiers, schemas] = await Promise.all([
    Promise.all(
      accounts("issuer").map(async (account) => ({ account, ...issued(await ask("issuerVolume", account)) })),
    ),
    Promise.all(
      accounts("verifier").map(async (account) => {
        const [verified, accepted] = await ask("verifierVolume", account);
        return { account, verified, accepted };
      }),
    ),
    Promise.all(
      (await listSchemaIds(provider, record)).map(async (id) => ({ id, ...issued(await ask("schemaVolume", id)) })),
    ),
  ]);
  const total = {
    ...sumOf(issuers),
    verified: verifiers.reduce((sum, { verified }) => sum + verified, 0n),
    accepted: verifiers.reduce((sum, { accepted }) => sum + accepted, 0n),
  };
  requireEqual(total, sumOf(schemas));
  return { blockNumber: blockTag, issuers, verifiers, schemas, total };
}

function issued([count, revoked]: readonly [bigint, bigint]): Issued {
  return { issued: count, revoked };
}

function sumOf(volumes: readonly Issued[]): Issued {
  return volumes.reduce(
    (sum, volume) => ({ issued: sum.issued + volume.issued, revoked: sum.revoked + volume.revoked }),
    {
      issued: 0n,
      revoked: 0n,
    },
  );
}

function requireEqual(byIssuer: Issued, bySchema: Issued): void {
  if (byIssuer.issued === bySchema.issued && byIssuer.revoked === bySchema.revoked) return;
  const text = ({ issued: count, revoked }: Issued): string => `${String(count)} issued, ${String(revoked)} revoked`;
  throw new SuiteError({
    code: "conflict/credential-volumes",
    message: `The node counts ${text(byIssuer)} by issuer and ${text(bySchema)} by schema.`,
    hint: "Every credential has one issuer and one schema: ask another node.",
    details: { byIssuer, bySchema },
  });
}
