import { ZeroHash } from "ethers";

import { addressOfWord, type ProvenState, wordOf } from "#lib/evidence/account-state";
import { textArgument } from "#lib/evidence/describe-event";
import type { ChainedLine } from "#lib/evidence/event-files";
import { evidenceHeadSlot, genesisHead, nextHead } from "#lib/evidence/hash-chain";
import { ClaimError, type ClaimLedger } from "#lib/evidence/report";
import { implementationSlot } from "#lib/evidence/safe-code";
import type { Trust } from "#lib/evidence/trust";

/** An upgrade that a contract recorded. */
interface RecordedUpgrade {
  readonly sequence: number;
  readonly implementation: string;
  readonly codehash: string;
}

/** One contract's chain, as far as it was followed. */
interface FollowedChain {
  head: string;
  sequence: number;
  block: number;
  /** Where it broke. */
  broken: ClaimError | undefined;
  readonly upgrades: RecordedUpgrade[];
}

/**
 * First proof of completeness: the lines of each contract, hashed from its genesis on, end at the head that stands in its
 * storage. Looks at the bundle's lines only, not at receipts.
 */
export class ChainJudge {
  readonly #trust: Trust;
  readonly #chains: ReadonlyMap<string, FollowedChain>;
  #stranger: ChainedLine | undefined;

  constructor(trust: Trust) {
    this.#trust = trust;
    this.#chains = new Map(
      Object.entries(trust.contracts).map(([contract, { address }]) => [
        contract,
        { head: genesisHead(trust.chainId, address), sequence: 0, block: 0, broken: undefined, upgrades: [] },
      ]),
    );
  }

  /** The next line, in the order of the bundle. */
  take(line: ChainedLine): void {
    const chain = this.#chains.get(line.contract);
    if (chain === undefined || this.#trust.contracts[line.contract]?.address !== line.address) {
      this.#stranger ??= line;
      if (chain === undefined) return;
    }
    if (chain.broken === undefined) follow(chain, line);
    if (line.event?.name !== "UpgradeAuthorized") return;
    const [implementation, codehash] = ["implementation", "codehash"].map((name) => textArgument(line.event, name));
    chain.upgrades.push({ sequence: line.sequence, implementation: implementation ?? "", codehash: codehash ?? "" });
  }

  /** All lines were taken: whether they end where storage says. */
  conclude(state: ProvenState, ledger: ClaimLedger): void {
    if (this.#stranger !== undefined) {
      const { contract, address, sequence } = this.#stranger;
      ledger.fail("chain", `${contract} at ${address} is not in the trust file`, { contract, sequence });
    }
    for (const [contract, { head, sequence, broken }] of this.#chains) {
      const address = this.#trust.contracts[contract]?.address ?? "";
      ledger.attempt("chain", () => {
        if (broken !== undefined) throw broken;
        const stored = wordOf(state, address, evidenceHeadSlot);
        const expected = sequence === 0 && stored === ZeroHash ? stored : head;
        if (stored !== expected) {
          throw new ClaimError(
            `after ${sequence} events the chain of ${contract} stands at ${head}, its storage says ${stored}: events are ` +
              `missing, added or altered up to sequence ${sequence}`,
            { contract, sequence },
          );
        }
        ledger.prove("chain", `all ${sequence} events lead to the head in storage`, { contract });
      });
    }
    for (const [contract, trusted] of Object.entries(this.#trust.contracts)) {
      ledger.attempt("code", () => {
        const codehash = state.get(trusted.address)?.codehash;
        if (codehash !== trusted.codehash) {
          throw new ClaimError(`${contract} has the code ${codehash}, the trust file says ${trusted.codehash}`, {
            contract,
          });
        }
        if (trusted.implementations !== null) {
          const upgrades = this.#chains.get(contract)?.upgrades ?? [];
          judgeImplementation(
            contract,
            { address: trusted.address, trusted: trusted.implementations, upgrades },
            state,
          );
        }
        ledger.prove("code", "runs trusted code", { contract });
      });
    }
  }
}

function follow(chain: FollowedChain, line: ChainedLine): void {
  const { contract, blockNumber } = line;
  const sequence = chain.sequence + 1;
  const breaks = (reason: string): void => {
    chain.broken = new ClaimError(`event ${sequence} of ${contract} ${reason}`, { contract, sequence });
  };
  if (line.sequence !== sequence) {
    breaks(`is missing or out of place: found ${line.sequence}`);
    return;
  }
  if (blockNumber < chain.block) {
    breaks("goes back to an earlier block");
    return;
  }
  const head = nextHead(chain.head, line.topics, line.data, blockNumber);
  if (head !== line.head) breaks("does not lead to the head that it states");
  Object.assign(chain, { head, sequence, block: blockNumber });
}

interface Implementation {
  readonly address: string;
  /** Code hashes that may run there. */
  readonly trusted: readonly string[];
  readonly upgrades: readonly RecordedUpgrade[];
}

/** The code that wrote the evidence is code that the auditor trusts, now and at each upgrade. */
function judgeImplementation(
  contract: string,
  { address, trusted, upgrades }: Implementation,
  state: ProvenState,
): void {
  for (const { codehash, sequence } of upgrades) {
    if (!trusted.includes(codehash)) {
      throw new ClaimError(`${contract} was upgraded to ${codehash}, which the trust file does not list`, {
        contract,
        sequence,
      });
    }
  }
  const implementation = addressOfWord(wordOf(state, address, implementationSlot));
  const codehash = state.get(implementation)?.codehash;
  if (codehash === undefined) throw new ClaimError(`the code of ${implementation} is not proven`, { contract });
  if (!trusted.includes(codehash)) {
    throw new ClaimError(`${contract} runs ${codehash}, which the trust file does not list`, { contract });
  }
  const last = upgrades.at(-1);
  if (last !== undefined && last.implementation !== implementation) {
    throw new ClaimError(`${contract} runs ${implementation}, but its last recorded upgrade is another`, {
      contract,
      sequence: last.sequence,
    });
  }
}
