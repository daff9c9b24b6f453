import { accreditationKinds, isOfNetwork, type Accreditation } from "#lib/identity/accreditation";
import type { CredentialState } from "#lib/identity/read-credential";
import type { SchemaInForce } from "#lib/identity/read-schemas";
import type { CredentialVolumes } from "#lib/identity/read-volumes";
import { showDuration } from "#lib/input/show-duration";
import { isoTime } from "#lib/input/parse-time";

/** Two lines. `nameOf` knows names of schemas and rails. */
export function renderAccreditation(
  { kind, account, scope, status, entity, round, schemaVersion, until, refusal }: Accreditation,
  nameOf: (id: string) => string,
  now: number,
): string[] {
  const scoped = kind === accreditationKinds[1] ? "" : ` for ${nameOf(scope)}`;
  const version = schemaVersion === null ? "" : `, by version ${String(schemaVersion)}`;
  const left = until > now ? `${showDuration(until - now)} left` : `ended ${showDuration(now - until)} ago`;
  const asked = isOfNetwork(kind) ? "may take part" : kind === "issuer" ? "may issue" : "may verify";
  return [
    `${kind} ${account}${scoped}  ${status}  ${refusal === null ? asked : "REFUSED"}`,
    status === "None"
      ? "  nobody accredited it"
      : `  entity ${String(entity)}, round ${String(round)}${version}, until ${isoTime(until)} (${left})`,
    ...(refusal === null || status === "None" ? [] : [`  ${refusal}`]),
  ];
}

/** One line. */
export function renderSchema(
  { id, version, publishedAt, previousUntil, retiredAt }: SchemaInForce,
  nameOf: (id: string) => string,
  now: number,
): string {
  const transition = previousUntil > now ? `, version ${String(version - 1)} until ${isoTime(previousUntil)}` : "";
  const state = retiredAt === null ? `since ${isoTime(publishedAt)}${transition}` : `RETIRED ${isoTime(retiredAt)}`;
  return `schema ${nameOf(id)}  version ${String(version)}  ${state}`;
}

export function renderCredential({
  credentialDigest,
  status,
  issuedAt,
  expiresAt,
  revokedAt,
}: CredentialState): string[] {
  const moment = (what: string, time: number | null): string[] => (time === null ? [] : [`  ${what} ${isoTime(time)}`]);
  return [
    `credential ${credentialDigest}  ${status}`,
    ...moment("issued", issuedAt),
    ...moment("expires", expiresAt),
    ...moment("revoked", revokedAt),
  ];
}

export function renderVolumes(
  { blockNumber, issuers, verifiers, schemas, total }: CredentialVolumes,
  nameOf: (id: string) => string,
): string[] {
  const issued = (who: string, volume: { readonly issued: bigint; readonly revoked: bigint }): string =>
    `${who}  ${String(volume.issued)} issued, ${String(volume.revoked)} revoked`;
  const verified = (who: string, volume: { readonly verified: bigint; readonly accepted: bigint }): string =>
    `${who}  ${String(volume.verified)} verified, ${String(volume.accepted)} accepted`;
  return [
    `at block ${String(blockNumber)}`,
    ...issuers.map((volume) => issued(`issuer ${volume.account}`, volume)),
    ...verifiers.map((volume) => verified(`verifier ${volume.account}`, volume)),
    ...schemas.map((volume) => issued(`schema ${nameOf(volume.id)}`, volume)),
    `${issued("total", total)}, ${String(total.verified)} verified, ${String(total.accepted)} accepted`,
  ];
}
