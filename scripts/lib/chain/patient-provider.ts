import { setTimeout as pause } from "node:timers/promises";

import type { RequestProvider } from "#lib/chain/connection";
import { lostAnswer, type LostAnswer } from "#lib/chain/lost-answer";
import type { Reporter } from "#lib/console/reporter";
import { SuiteError } from "#lib/errors/suite-error";

/** A node that is asked again when its answer is lost. */
export interface PatientProvider extends RequestProvider {
  /** Whether bytes of a transaction left this process that the node did not refuse. */
  readonly mayHaveSent: () => boolean;
}

/** Time and chance; for tests. */
export interface Clock {
  /** Milliseconds. */
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<unknown>;
  /** From 0 to below 1. */
  readonly random: () => number;
}

export interface PatienceOptions {
  readonly reporter: Pick<Reporter, "warn">;
  /** The node, as messages shall name it; never its address. */
  readonly name?: string;
  /** No request is repeated after so many seconds. */
  readonly patience?: number;
  readonly clock?: Clock;
}

const SHORTEST_MS = 50;
const FIRST_MS = 250;
const LONGEST_MS = 8_000;

/** Seconds for an address that never answered as a node does: it may be a wrong one. */
const STRANGER_PATIENCE = 20;

const REAL: Clock = { now: () => performance.now(), wait: pause, random: () => Math.random() };

/** Asking twice is asking once: reads, and signed bytes, which a chain takes once. */
const REPEATABLE = /^(eth|net|web3|debug)_/;

/** Signed anew each time, by the node or by Hardhat: another nonce would be another transaction. */
const NEVER_TWICE: ReadonlySet<string> = new Set(["eth_sendTransaction", "eth_sign", "eth_signTransaction"]);

/** What hands a transaction over. */
const SENDS: ReadonlySet<string> = new Set(["eth_sendRawTransaction", "eth_sendTransaction"]);

/**
 * Asks again when an answer is lost, ever later and at random moments, so that many machines do not come back at once
 * (exponential backoff with full jitter), and as late as `Retry-After` says. Each repetition is told. A transaction is repeated
 * only as the very bytes that were signed. Where nobody ever listened, nobody is waited for.
 *
 * @throws SuiteError `chain/unreachable` or `chain/denied`, at the request; what a node answers with is thrown as it came.
 */
export function patientProvider(
  provider: RequestProvider,
  { reporter, name = "The node", patience = 120, clock = REAL }: PatienceOptions,
): PatientProvider {
  let everAnswered = false;
  let sent = false;

  const ask = async (request: Parameters<RequestProvider["request"]>[0]): Promise<unknown> => {
    const { method } = request;
    const start = clock.now();
    for (let tries = 1; ; tries += 1) {
      try {
        const answer = await provider.request(request);
        everAnswered = true;
        sent ||= SENDS.has(method);
        return answer;
      } catch (error) {
        const lost = lostAnswer(error);
        everAnswered ||= lost === undefined || lost.kind === "overloaded";
        if (lost === undefined) throw error;
        // Where nobody listens, or nobody may speak, nothing arrived.
        sent ||= SENDS.has(method) && lost.kind !== "closed" && lost.kind !== "denied";
        const wait = Math.max(backoff(tries, clock.random()), (lost.retryAfter ?? 0) * 1000);
        const end = start + 1000 * (everAnswered ? patience : Math.min(patience, STRANGER_PATIENCE));
        if (!isRepeatable(method, lost, everAnswered) || clock.now() + wait > end) {
          throw givenUp(name, method, lost, tries, error);
        }
        reporter.warn(
          `asked again: ${method} (${lost.reason}); try ${String(tries + 1)} in ${(wait / 1000).toFixed(1)} s`,
        );
        await clock.wait(wait);
      }
    }
  };

  return { request: ask, mayHaveSent: () => sent };
}

function isRepeatable(method: string, { kind }: LostAnswer, everAnswered: boolean): boolean {
  if (!REPEATABLE.test(method) || NEVER_TWICE.has(method)) return false;
  return kind === "closed" ? everAnswered : kind !== "denied";
}

/** Milliseconds before the next try. */
function backoff(tries: number, chance: number): number {
  return SHORTEST_MS + chance * Math.min(LONGEST_MS, FIRST_MS * 2 ** (tries - 1));
}

function givenUp(
  name: string,
  method: string,
  { kind, reason }: LostAnswer,
  tries: number,
  cause: unknown,
): SuiteError {
  const times = tries === 1 ? "" : ` after ${String(tries)} tries`;
  return new SuiteError({
    code: kind === "denied" ? "chain/denied" : "chain/unreachable",
    message: `${name} gave no answer to ${method}${times} (${reason}).`,
    hint:
      kind === "denied"
        ? "Check the address and the key of the endpoint in hardhat.config.ts or in Hardhat's keystore."
        : "Check that the endpoint is up and that its address is right, then run the command again.",
    details: { method, tries, reason },
    cause,
  });
}
