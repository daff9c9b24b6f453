import { type GivenDisclosure, judgeDisclosure } from "#lib/disclosure/judge-disclosure";
import { type BundleSource, openBag } from "#lib/evidence/bag";
import { decodeUtf8, parseCanonicalJson } from "#lib/evidence/canonical-json";
import { fileOf } from "#lib/evidence/chain-data";
import { type BundleLabel, tell, type Told, viewFiles } from "#lib/evidence/derive-views";
import { LineComparison } from "#lib/evidence/line-comparison";
import { bundlePaths, exportSchema } from "#lib/evidence/format";
import { judgeAttestation } from "#lib/evidence/judge-attestation";
import { type Counts, judgeContent } from "#lib/evidence/judge-content";
import { narrowTo, narrowTrust, type Subject, subjectNames, subjectOf } from "#lib/evidence/narrow";
import { proveHistory, type ProvenHistory } from "#lib/evidence/prove-history";
import type { AbiSource } from "#lib/evidence/replay";
import { ClaimError, ClaimLedger, type VerificationReport } from "#lib/evidence/report";
import { suiteAbi } from "#lib/evidence/suite-abi";
import type { Trust } from "#lib/evidence/trust";
import type { ReportSource } from "#lib/report/source";

export interface VerifyOptions {
  /** ABIs to decode events with; the suite's own by default. */
  readonly abiOf?: AbiSource;
  /** What the bundle must tell of. */
  readonly subject?: Subject | undefined;
  /** Rows of a batch, to be judged beside the bundle. */
  readonly disclosure?: GivenDisclosure | undefined;
}

/** What an examination of a bundle found. */
export interface Examination {
  readonly report: VerificationReport;
  /** What a page about the bundle can be made of; undefined when nothing of it is proven. */
  readonly source: ReportSource | undefined;
}

/**
 * Verifies a bundle offline. Believes `trust` and nothing else; reads the bundle's folder and nothing else.
 *
 * What is wrong with the bundle becomes a claim of the report, never an exception.
 */
export async function verifyBundle(
  bundlePath: string,
  trust: Trust,
  options: VerifyOptions = {},
): Promise<VerificationReport> {
  return (await examineBundle(bundlePath, trust, options)).report;
}

/** As {@link verifyBundle}, with what was derived on the way. */
export async function examineBundle(
  bundlePath: string,
  trust: Trust,
  { abiOf = suiteAbi, subject, disclosure }: VerifyOptions = {},
): Promise<Examination> {
  const ledger = new ClaimLedger();
  const files = ledger.attempt("bag", () => openBag(bundlePath));
  if (files === undefined) return { report: reportOf(ledger, undefined), source: undefined };
  ledger.prove("bag", `${files.size} files, all listed, all digests right`);
  const label = ledger.attempt("export", () => judgeDescription(files, trust)) ?? {
    tool: "",
    since: 0,
    narrowed: null,
  };
  const { narrowed, since } = label;
  if (narrowed !== null) {
    const told = `${subjectNames[narrowed.kind]} ${narrowed.id}`;
    ledger.prove("scope", `tells of ${told}; nothing of ${narrowed.omitted.join(", ")}`);
  }
  const scope = narrowed === null ? trust : narrowTrust(trust, narrowed);
  const comparison = new LineComparison(files);
  const proven = await proveHistory({ files, trust: scope, label, subject, abiOf }, ledger, comparison);
  const told = ledger.attempt("incidents", () => toldBy(proven, scope, label));
  const derived = told === undefined ? undefined : ledger.attempt("report", () => viewFiles(told));
  const counts =
    proven === undefined
      ? undefined
      : judgeContent(files, { proven, comparison, trust: scope, derived, since }, ledger);
  if (disclosure !== undefined) await judgeDisclosure(disclosure, proven, scope, ledger);
  if (told !== undefined) judgeAttestation(files, trust, told, ledger);
  return { report: reportOf(ledger, narrowed?.id, counts), source: told };
}

function toldBy(proven: ProvenHistory | undefined, trust: Trust, label: BundleLabel): Told | undefined {
  return proven?.views === undefined ? undefined : tell(proven.views, proven.chain, trust, label);
}

function judgeDescription(files: BundleSource, trust: Trust): BundleLabel {
  const path = bundlePaths.description;
  const description = parseCanonicalJson(decodeUtf8(fileOf(files, path), path), exportSchema, path);
  if (description.chainId !== trust.chainId) {
    throw new ClaimError(`the bundle is of chain ${description.chainId}, the trust file of chain ${trust.chainId}`);
  }
  for (const { name, address } of [...description.contracts, ...description.safes]) {
    const trusted = (trust.contracts[name] ?? trust.safes[name])?.address;
    if (trusted !== address) {
      throw new ClaimError(`the bundle is of ${name} at ${address}, the trust file says ${trusted ?? "nothing"}`, {
        contract: name,
      });
    }
  }
  const { tool, narrowed, range, period } = description;
  // The range itself is held against the chain.
  if (period.from < range.from || period.from > range.to) {
    throw new ClaimError(
      `the period begins at block ${period.from}, the bundle has blocks ${range.from} to ${range.to}`,
    );
  }
  return { tool, since: period.from, narrowed: narrowed === null ? null : narrowTo(subjectOf(narrowed), trust) };
}

function reportOf(
  ledger: ClaimLedger,
  narrowedTo: string | undefined,
  counts: Counts = { events: 0, approvals: 0, deployments: 0 },
): VerificationReport {
  const { claims } = ledger;
  const ok = claims.length > 0 && claims.every((claim) => claim.verdict === "PROVEN");
  return { schema: "sign.evidence.report.v1", ok, narrowedTo: narrowedTo ?? null, claims, counts };
}
