import { setImmediate } from "node:timers/promises";

import type { BlockHeader } from "#lib/evidence/block-header";
import type { BundleSource } from "#lib/evidence/bag";
import type { Court } from "#lib/evidence/council-act";
import { authenticateState, fullNeeds, type ProvenState, requireNeeds, wordOf } from "#lib/evidence/account-state";
import { decodeUtf8, parseCanonicalJson } from "#lib/evidence/canonical-json";
import { authenticateHeaders, fileOf, followBlocks, type ProvenChain } from "#lib/evidence/chain-data";
import { type BlockLines, type BundleLabel, type Views, ViewsFold } from "#lib/evidence/derive-views";
import { bundlePaths, stateProofsSchema } from "#lib/evidence/format";
import { gatewayFacts } from "#lib/evidence/gateway-facts";
import { AcknowledgementJudge } from "#lib/evidence/judge-acknowledgements";
import { BridgeJudge } from "#lib/evidence/judge-bridge";
import { judgeChange } from "#lib/evidence/judge-changes";
import { EmergencyJudge } from "#lib/evidence/judge-emergency";
import { concludeFixes, judgeFix } from "#lib/evidence/judge-fixes";
import { RegistersJudge } from "#lib/evidence/judge-registers";
import { judgeReview } from "#lib/evidence/judge-reviews";
import { SafeJudge } from "#lib/evidence/judge-safes";
import { KeyReplay } from "#lib/evidence/key-replay";
import { ModeReplay } from "#lib/evidence/mode-replay";
import { isKnown, type Subject, subjectNames } from "#lib/evidence/narrow";
import { type AbiSource, History, type Step } from "#lib/evidence/replay";
import { ClaimError, type ClaimLedger } from "#lib/evidence/report";
import type { BlockRange } from "#lib/evidence/segments";
import { toldSlots } from "#lib/evidence/told-slots";
import type { Trust } from "#lib/evidence/trust";

/** Chain data, and what it is judged by. */
export interface ChainEvidence {
  /** Of these only the chain data is read. */
  readonly files: BundleSource;
  readonly trust: Trust;
  readonly label: BundleLabel;
  /** What the history must tell of. */
  readonly subject?: Subject | undefined;
  readonly abiOf: AbiSource;
}

/** Told of what each block adds, in the order of the chain. */
export interface LineSink {
  readonly take: (segment: BlockRange, lines: BlockLines) => void;
}

/** What chain data proves, whatever else a bundle says. */
export interface ProvenHistory {
  readonly chain: ProvenChain;
  /** Undefined when the state's proofs do not hold. */
  readonly state: ProvenState | undefined;
  /** Undefined when receipts, or what follows from them, do not hold. */
  readonly views: Views | undefined;
}

/**
 * Leads headers, state and receipts back to the trusted block, derives everything from the logs that they prove, and
 * judges it by the suite's rules.
 *
 * @returns undefined when the headers do not lead to the trusted block.
 */
export async function proveHistory(
  evidence: ChainEvidence,
  ledger: ClaimLedger,
  sink: LineSink,
): Promise<ProvenHistory | undefined> {
  const { files, trust } = evidence;
  const chain = ledger.attempt("anchor", () => authenticateHeaders(files, trust));
  if (chain === undefined) return undefined;
  const { from, anchor } = chain;
  ledger.prove(
    "anchor",
    `${anchor.number - from + 1} headers lead to the trusted block ${anchor.number} ${anchor.hash}`,
  );
  const state = ledger.attempt("state", () => readState(files, anchor, trust));
  return { chain, state, views: await judgeHistory({ ...evidence, chain, state, sink }, ledger) };
}

interface Material extends ChainEvidence {
  readonly chain: ProvenChain;
  readonly state: ProvenState | undefined;
  readonly sink: LineSink;
}

async function judgeHistory(material: Material, ledger: ClaimLedger): Promise<Views | undefined> {
  const { state, label, subject, trust, abiOf } = material;
  const safes = new SafeJudge(ledger);
  const history = new History(trust);
  const court = { history, trust, abiOf, modes: new ModeReplay(), keys: new KeyReplay(history.governance) };
  const emergency = new EmergencyJudge(court, ledger);
  const bridge = bridgeJudge(court, state, ledger);
  const registers = new RegistersJudge(court, ledger);
  const fold = new ViewsFold({
    trust,
    since: label.since,
    abiOf,
    history,
    onStep: (step) => {
      safes.judge(step, history);
      if (step.kind !== "event") return;
      applyMode(step, court.modes);
      judgeChange(step, history, trust, abiOf, ledger);
      emergency.judge(step);
      judgeReview(step, history, ledger);
      judgeFix(step, history, ledger);
      acknowledgements.judge(step);
      bridge?.judge(step);
      registers.judge(step);
    },
  });
  const acknowledgements = new AcknowledgementJudge(court, fold.recent, ledger);
  const views = await readAll(material, fold, ledger);
  if (views === undefined) return undefined;
  emergency.conclude();
  bridge?.conclude();
  registers.conclude();
  concludeFixes(history, ledger);
  if (subject !== undefined) judgeSubject(subject, label, history, ledger);
  if (state !== undefined) {
    safes.conclude(history, state, trust);
    registers.judgeState(state);
    ledger.attempt("state", () => {
      requireNeeds(
        state,
        fullNeeds(trust, (address, slot) => wordOf(state, address, slot), toldSlots(history, trust)),
      );
      ledger.prove("state", "every proof holds against the anchor's state root");
    });
  }
  return views;
}

function applyMode({ line, described, log }: Extract<Step, { kind: "event" }>, modes: ModeReplay): void {
  if (described !== null && line.contract === "EmergencyController") modes.apply(described, log.timestamp);
}

/** Goes along the chain once, for receipts and for what follows from them: one claim each. */
async function readAll(
  { files, chain, trust, sink }: Material,
  fold: ViewsFold,
  ledger: ClaimLedger,
): Promise<Views | undefined> {
  const blocks = followBlocks(files, chain, trust);
  let logs = 0;
  let derives = true;
  for (;;) {
    const next = ledger.attempt("receipts", () => blocks.next());
    if (next === undefined) return undefined;
    if (next.done === true) break;
    const { segment, header, logs: found } = next.value;
    logs += found.length;
    // Receipts are followed to the end, also where nothing can be made of a log.
    if (derives) {
      derives = ledger.attempt("history", () => (sink.take(segment, fold.take(next.value)), true)) ?? false;
    }
    // Signals and timers have their turn.
    if (header.number === segment.to) await setImmediate();
  }
  ledger.prove("receipts", `${logs} logs follow from receipts; no block that can hold one is missing`);
  return derives ? fold.views() : undefined;
}

/** Undefined where there is no bridge to judge, or no proof of what it is tied to. */
function bridgeJudge(court: Court, state: ProvenState | undefined, ledger: ClaimLedger): BridgeJudge | undefined {
  const gateway = court.trust.contracts["BridgeGateway"]?.address;
  if (gateway === undefined || state === undefined) return undefined;
  return ledger.attempt("bridge", () => new BridgeJudge(court, gatewayFacts(state, gateway), ledger));
}

/** That the bundle tells of what was asked for. */
function judgeSubject(asked: Subject, { narrowed }: BundleLabel, history: History, ledger: ClaimLedger): void {
  const name = subjectNames[asked.kind];
  if (narrowed !== null && narrowed.kind !== asked.kind) {
    ledger.fail("scope", `tells of ${subjectNames[narrowed.kind]} ${narrowed.id}, asked was for ${name} ${asked.id}`);
  } else if (narrowed !== null && narrowed.id !== asked.id) {
    ledger.fail("scope", `tells of ${name} ${narrowed.id}, asked was for ${asked.id}`);
  } else if (!isKnown(asked, history)) ledger.fail("scope", `knows no ${name} ${asked.id}`);
}

function readState(files: BundleSource, anchor: BlockHeader, trust: Trust): ProvenState {
  const path = bundlePaths.stateProofs;
  if (!files.has(path)) {
    throw new ClaimError(
      "the bundle has no proofs of the anchor's state: what is in storage is unknown",
      {},
      "UNPROVEN",
    );
  }
  return authenticateState(
    parseCanonicalJson(decodeUtf8(fileOf(files, path), path), stateProofsSchema, path),
    anchor,
    trust,
  );
}
