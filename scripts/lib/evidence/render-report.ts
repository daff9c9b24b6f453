import type { Claim, VerificationReport } from "#lib/evidence/report";

/** What a claim says when all of its kind hold, in the order in which a reader needs it. */
const TOPICS: readonly (readonly [string, string])[] = [
  ["anchor", "The chain leads to the trusted anchor"],
  ["receipts", "No block that can hold an event is missing"],
  ["chain", "Every contract's events are complete and in order"],
  ["code", "Every contract runs trusted code"],
  ["state", "Every state proof holds"],
  ["safe", "Every council's transactions are complete"],
  ["approval", "Every Safe transaction was signed by its owners"],
  ["change", "Every change kept to the rules"],
  ["emergency", "Every emergency act was its council's, within bounds"],
  ["fix", "Every emergency fix was for what was on fire"],
  ["review", "Every review was judged by another entity"],
  ["bridge", "Every conversion and every parameter kept to the rules"],
  ["acknowledgement", "Every acknowledgement was monitoring's, of what it saw"],
  ["key", "Every key was kept by the body of its category"],
  ["accreditation", "Every accreditation was the doing of its body"],
  ["credential", "Every credential was issued, revoked and checked by who may"],
  ["program", "Every programme moved by those who decide on it"],
  ["distribution", "Every batch kept to its programme's terms, and adds up"],
  ["events", "Every event reads as the bundle says"],
  ["deployments", "The deployment log follows from the events"],
  ["incidents", "The incidents follow from the events"],
  ["overrides", "The overrides follow from the events"],
  ["settlements", "The conversions follow from the events"],
  ["changes", "The list of changes follows from the events"],
  ["entities", "The entities and their seats follow from the events"],
  ["parameters", "The bridge's limits follow from the events"],
  ["programs", "The programmes follow from the events"],
  ["batches", "The batches follow from the events"],
  ["exceptions", "The exceptions follow from the events"],
  ["reconciliation", "The reconciliation follows from the events"],
  ["accreditations", "The accreditations follow from the events"],
  ["keyRotations", "The keys follow from the events"],
  ["statusChecks", "The status checks follow from the events"],
  ["report", "The page for people follows from the events"],
  ["period", "The period that was asked for"],
  ["disclosure", "The disclosure is of a batch on the chain"],
  ["row", "Every disclosed row is in the batch"],
  ["sample", "The rows are those that the anchor draws"],
  ["scope", "The bundle is narrowed"],
  ["attestation", "The exporter's statement is about this bundle"],
  ["bag", "The folder is whole"],
];

/** More failures of one claim than this are counted instead of listed; `--json` holds them all. */
const LISTED = 12;

/** The report as a person reads it: the verdict, what is not proven, then what is. */
export function renderReport({ ok, claims, counts, narrowedTo }: VerificationReport): string {
  const open = claims.filter((claim) => claim.verdict !== "PROVEN");
  const proven = claims.filter((claim) => claim.verdict === "PROVEN");
  const subject = `${counts.events} events, ${counts.approvals} Safe transactions, ${counts.deployments} deployments`;
  const scope = narrowedTo === null ? "" : `; narrowed to ${narrowedTo}`;
  const verdict = `${ok ? "PROVEN" : "NOT PROVEN"}: ${proven.length} of ${claims.length} claims hold; ${subject}${scope}`;
  return [verdict, ...failures(open), ...successes(proven, open)].join("\n");
}

function failures(open: readonly Claim[]): string[] {
  if (open.length === 0) return [];
  return [
    "",
    ...claimTopics(open).flatMap((kind) => {
      const own = open.filter(({ claim }) => claim === kind);
      const rest = own.length - LISTED;
      return [
        ...own.slice(0, LISTED).map(line),
        ...(rest > 0 ? [`  … and ${rest} more of "${kind}": see --json`] : []),
      ];
    }),
  ];
}

/** A topic with an open claim is not among what holds, whatever else of it does. */
function successes(proven: readonly Claim[], open: readonly Claim[]): string[] {
  const failed = new Set(open.map(({ claim }) => claim));
  const kinds = claimTopics(proven).filter((kind) => !failed.has(kind));
  if (kinds.length === 0) return [];
  const width = Math.max(...kinds.map((kind) => topicOf(kind).length));
  return [
    "",
    ...kinds.map((kind) => {
      const own = proven.filter(({ claim }) => claim === kind);
      const [only] = own;
      const detail = own.length === 1 ? printable(only?.reason ?? "") : `${own.length} claims`;
      return `  ✓ ${topicOf(kind).padEnd(width)}  ${detail}`;
    }),
  ];
}

function line({ verdict, claim, reason, contract, sequence }: Claim): string {
  const place = [contract, sequence === undefined ? undefined : `#${sequence}`].filter((part) => part !== undefined);
  return `${verdict} ${claim}${place.length === 0 ? "" : ` [${place.join(" ")}]`}: ${printable(reason)}`;
}

/** Reasons quote the bundle: its author must not be able to write lines of this report, or steer the terminal. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

/** Kinds of claims, the important ones first. */
export function claimTopics(claims: readonly Claim[]): string[] {
  const present = new Set(claims.map(({ claim }) => claim));
  const known = TOPICS.map(([kind]) => kind).filter((kind) => present.has(kind));
  return [...known, ...[...present].filter((kind) => !known.includes(kind))];
}

/** What a kind of claim says when all of its claims hold; the kind itself when this version does not know it. */
export function topicOf(kind: string): string {
  return TOPICS.find(([known]) => known === kind)?.[1] ?? kind;
}
