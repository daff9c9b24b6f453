import type { BlockHeader } from "#lib/evidence/block-header";
import { authenticateState, fullNeeds, type ProvenState, requireNeeds, wordOf } from "#lib/evidence/account-state";
import { bagOf, type BundleFiles, readBag } from "#lib/evidence/bag";
import { decodeUtf8, parseCanonicalJson, parseNdjson } from "#lib/evidence/canonical-json";
import { authenticateHeaders, authenticateLogs, fileOf, type ProvenLog } from "#lib/evidence/chain-data";
import { compareViews } from "#lib/evidence/compare-views";
import { type BundleLabel, deriveViews, viewFiles } from "#lib/evidence/derive-views";
import { bundlePaths, type EventLine, eventLineSchema, exportSchema, stateProofsSchema } from "#lib/evidence/format";
import type { Court } from "#lib/evidence/council-act";
import { gatewayFacts } from "#lib/evidence/gateway-facts";
import { AcknowledgementJudge } from "#lib/evidence/judge-acknowledgements";
import { BridgeJudge } from "#lib/evidence/judge-bridge";
import { judgeChains, judgeCode } from "#lib/evidence/judge-chains";
import { judgeChange } from "#lib/evidence/judge-changes";
import { EmergencyJudge } from "#lib/evidence/judge-emergency";
import { concludeFixes, judgeFix } from "#lib/evidence/judge-fixes";
import { judgeReview } from "#lib/evidence/judge-reviews";
import { SafeJudge } from "#lib/evidence/judge-safes";
import { narrowTo, narrowTrust } from "#lib/evidence/narrow";
import { type AbiSource, History } from "#lib/evidence/replay";
import { ClaimError, ClaimLedger, type VerificationReport } from "#lib/evidence/report";
import { suiteAbi } from "#lib/evidence/suite-abi";
import type { Trust } from "#lib/evidence/trust";

export interface VerifyOptions {
  /** ABIs to decode events with; the suite's own by default. */
  readonly abiOf?: AbiSource;
  /** Id of an incident that the bundle must tell of. */
  readonly incident?: string;
}

/**
 * Verifies a bundle offline. Believes `trust` and nothing else; reads the bundle's folder and nothing else.
 *
 * What is wrong with the bundle becomes a claim of the report, never an exception.
 */
export async function verifyBundle(
  bundlePath: string,
  trust: Trust,
  { abiOf = suiteAbi, incident }: VerifyOptions = {},
): Promise<VerificationReport> {
  const ledger = new ClaimLedger();
  const files = ledger.attempt("bag", () => readBag(bundlePath));
  if (files === undefined) return reportOf(ledger, undefined);
  ledger.prove("bag", `${files.size} files, all listed, all digests right`);
  const label = ledger.attempt("export", () => judgeDescription(files, trust)) ?? { tool: "", narrowed: null };
  const { narrowed } = label;
  if (narrowed !== null) {
    ledger.prove("scope", `tells of incident ${narrowed.incidentId}; nothing of ${narrowed.omitted.join(", ")}`);
  }
  const scope = narrowed === null ? trust : narrowTrust(trust, narrowed);
  const counts = await verifyFiles({ files, trust: scope, label, incident, abiOf, ledger });
  return reportOf(ledger, narrowed?.incidentId, counts);
}

interface Order {
  readonly files: BundleFiles;
  readonly trust: Trust;
  readonly label: BundleLabel;
  readonly incident: string | undefined;
  readonly abiOf: AbiSource;
  readonly ledger: ClaimLedger;
}

type Counts = VerificationReport["counts"];

async function verifyFiles(order: Order): Promise<Counts | undefined> {
  const { files, trust, ledger } = order;
  const headers = ledger.attempt("anchor", () => authenticateHeaders(files, trust));
  const anchor = headers?.at(-1);
  if (headers === undefined || anchor === undefined) return undefined;
  ledger.prove("anchor", `${headers.length} headers lead to the trusted block ${anchor.number} ${anchor.hash}`);

  const state = ledger.attempt("state", () => readState(files, anchor));
  const lines = ledger.attempt("events", () => readLines(files, headers));
  if (state !== undefined && lines !== undefined) {
    judgeChains(lines, state, trust, ledger);
    judgeCode(lines, state, trust, ledger);
  }
  const logs = await ledger.attemptAsync("receipts", () => authenticateLogs(files, headers, trust));
  if (logs === undefined) {
    nameSuspects(lines ?? [], ledger);
    return undefined;
  }
  ledger.prove("receipts", `${logs.length} logs follow from receipts; no block that can hold one is missing`);
  return judgeHistory({ ...order, headers, logs, state });
}

interface Material extends Order {
  readonly headers: readonly BlockHeader[];
  readonly logs: readonly ProvenLog[];
  readonly state: ProvenState | undefined;
}

/** Derives everything again from proven logs, judges it by the suite's rules, and compares it with the bundle. */
function judgeHistory(material: Material): Counts | undefined {
  const { files, headers, logs, state, label, incident, trust, abiOf, ledger } = material;
  const safes = new SafeJudge(ledger);
  const history = new History(trust);
  const court = { history, trust, abiOf };
  const emergency = new EmergencyJudge(court, ledger);
  const bridge = bridgeJudge(court, state, ledger);
  const acknowledgements = new AcknowledgementJudge(court, headers, ledger);
  const views = ledger.attempt("history", () =>
    deriveViews(logs, trust, abiOf, history, (step) => {
      safes.judge(step);
      if (step.kind !== "event") return;
      judgeChange(step, history, trust, abiOf, ledger);
      emergency.judge(step);
      judgeReview(step, history, ledger);
      judgeFix(step, history, ledger);
      acknowledgements.judge(step);
      bridge?.judge(step);
    }),
  );
  if (views === undefined) return undefined;
  emergency.conclude();
  bridge?.conclude();
  concludeFixes(history, ledger);
  if (incident !== undefined) judgeIncident(incident, label, history, ledger);
  if (state !== undefined) {
    safes.conclude(history, state, trust);
    ledger.attempt("state", () => {
      const owners = new Map([...history.safes].map(([address, safe]) => [address, safe.owners]));
      requireNeeds(
        state,
        fullNeeds(trust, (address, slot) => wordOf(state, address, slot), owners),
      );
      ledger.prove("state", "every proof holds against the anchor's state root");
    });
  }
  ledger.attempt("incidents", () => {
    compareViews(files, viewFiles(views, headers, trust, label), chainFiles(headers), views, ledger);
  });
  judgeTags(files, headers, trust, ledger);
  const { events, approvals, deployments } = views;
  return { events: events.length, approvals: approvals.length, deployments: deployments.length };
}

/** Undefined where there is no bridge to judge, or no proof of what it is tied to. */
function bridgeJudge(court: Court, state: ProvenState | undefined, ledger: ClaimLedger): BridgeJudge | undefined {
  const gateway = court.trust.contracts["BridgeGateway"]?.address;
  if (gateway === undefined || state === undefined) return undefined;
  return ledger.attempt("bridge", () => new BridgeJudge(court, gatewayFacts(state, gateway), ledger));
}

/** That the bundle tells of the incident that was asked for. */
function judgeIncident(asked: string, { narrowed }: BundleLabel, history: History, ledger: ClaimLedger): void {
  if (narrowed !== null && narrowed.incidentId !== asked) {
    ledger.fail("scope", `tells of incident ${narrowed.incidentId}, asked was for ${asked}`);
  } else if (history.incidents.find(asked) === undefined) ledger.fail("scope", `knows no incident ${asked}`);
}

/** Paths of what is authenticated instead of derived. */
function chainFiles(headers: readonly BlockHeader[]): string[] {
  const from = headers[0]?.number ?? 0;
  const to = headers.at(-1)?.number ?? 0;
  return [
    bundlePaths.headers,
    bundlePaths.stateProofs,
    bundlePaths.receipts(from, to),
    bundlePaths.transactions(from, to),
  ];
}

function judgeDescription(files: BundleFiles, trust: Trust): BundleLabel {
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
  const { tool, narrowed } = description;
  return { tool, narrowed: narrowed === null ? null : narrowTo(narrowed.incidentId, trust) };
}

function readState(files: BundleFiles, anchor: BlockHeader): ProvenState {
  const path = bundlePaths.stateProofs;
  return authenticateState(parseCanonicalJson(decodeUtf8(fileOf(files, path), path), stateProofsSchema, path), anchor);
}

function readLines(files: BundleFiles, headers: readonly BlockHeader[]): EventLine[] {
  const path = bundlePaths.events(headers[0]?.number ?? 0, headers.at(-1)?.number ?? 0);
  return parseNdjson(decodeUtf8(fileOf(files, path), path), eventLineSchema, path);
}

/** `bag-info.txt` says nothing that does not follow from the payload and the anchor. */
function judgeTags(files: BundleFiles, headers: readonly BlockHeader[], trust: Trust, ledger: ClaimLedger): void {
  const payload = new Map([...files].filter(([path]) => path.startsWith("data/")));
  const anchor = headers.at(-1);
  const bag = bagOf(payload, {
    chainId: trust.chainId,
    from: headers[0]?.number ?? 0,
    to: anchor?.number ?? 0,
    timestamp: anchor?.timestamp ?? 0,
  });
  for (const [path, bytes] of bag) {
    if (Buffer.compare(bytes, files.get(path) ?? new Uint8Array()) !== 0) {
      ledger.fail("bag", `${path} is not what follows from the payload`);
    }
  }
}

/** Receipts that do not hold leave no second source; say at least which events now rest on the chain alone. */
function nameSuspects(lines: readonly EventLine[], ledger: ClaimLedger): void {
  const reason = ledger.claims.findLast((claim) => claim.claim === "receipts")?.reason ?? "";
  const block = Number(/block (\d+)/.exec(reason)?.[1] ?? "-1");
  for (const { contract, sequence } of lines.filter((line) => line.blockNumber === block)) {
    ledger.fail("receipts", `the receipt of ${contract} ${sequence} is not proven`, { contract, sequence });
  }
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
