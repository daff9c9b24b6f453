import { ZeroHash } from "ethers";

import { addressOfWord, type ProvenState, wordOf } from "#lib/evidence/account-state";
import { textArgument } from "#lib/evidence/describe-event";
import type { EventLine } from "#lib/evidence/format";
import { evidenceHeadSlot, genesisHead, nextHead } from "#lib/evidence/hash-chain";
import { ClaimError, type ClaimLedger } from "#lib/evidence/report";
import { implementationSlot } from "#lib/evidence/safe-code";
import type { Trust } from "#lib/evidence/trust";

/**
 * First proof of completeness: the lines of each contract, hashed from its genesis on, end at the head that stands in its
 * storage. Looks at the bundle's lines only, not at receipts.
 */
export function judgeChains(lines: readonly EventLine[], state: ProvenState, trust: Trust, ledger: ClaimLedger): void {
  const stranger = lines.find((line) => trust.contracts[line.contract]?.address !== line.address);
  if (stranger !== undefined) {
    const { contract, address, sequence } = stranger;
    ledger.fail("chain", `${contract} at ${address} is not in the trust file`, { contract, sequence });
  }
  for (const [contract, { address }] of Object.entries(trust.contracts)) {
    const own = lines.filter((line) => line.contract === contract);
    ledger.attempt("chain", () => {
      const head = followChain(contract, address, own, trust.chainId);
      const stored = wordOf(state, address, evidenceHeadSlot);
      const expected = own.length === 0 && stored === ZeroHash ? stored : head;
      if (stored !== expected) {
        throw new ClaimError(
          `after ${own.length} events the chain of ${contract} stands at ${head}, its storage says ${stored}: events are ` +
            `missing, added or altered up to sequence ${own.length}`,
          { contract, sequence: own.length },
        );
      }
      ledger.prove("chain", `all ${own.length} events lead to the head in storage`, { contract });
    });
  }
}

function followChain(contract: string, address: string, lines: readonly EventLine[], chainId: number): string {
  let head = genesisHead(chainId, address);
  let block = 0;
  for (const [index, line] of lines.entries()) {
    const sequence = index + 1;
    const place = { contract, sequence };
    if (line.sequence !== sequence) {
      throw new ClaimError(
        `event ${sequence} of ${contract} is missing or out of place: found ${line.sequence}`,
        place,
      );
    }
    if (line.blockNumber < block)
      throw new ClaimError(`event ${sequence} of ${contract} goes back to an earlier block`, place);
    block = line.blockNumber;
    head = nextHead(head, line.topics, line.data, line.blockNumber);
    if (head !== line.head) {
      throw new ClaimError(`event ${sequence} of ${contract} does not lead to the head that it states`, place);
    }
  }
  return head;
}

/** The code that wrote the evidence is code that the auditor trusts, now and at each upgrade. */
export function judgeCode(lines: readonly EventLine[], state: ProvenState, trust: Trust, ledger: ClaimLedger): void {
  for (const [contract, trusted] of Object.entries(trust.contracts)) {
    ledger.attempt("code", () => {
      const codehash = state.get(trusted.address)?.codehash;
      if (codehash !== trusted.codehash) {
        throw new ClaimError(`${contract} has the code ${codehash}, the trust file says ${trusted.codehash}`, {
          contract,
        });
      }
      if (trusted.implementations !== null) {
        judgeImplementation(contract, trusted.address, trusted.implementations, lines, state);
      }
      ledger.prove("code", "runs trusted code", { contract });
    });
  }
}

function judgeImplementation(
  contract: string,
  address: string,
  trusted: readonly string[],
  lines: readonly EventLine[],
  state: ProvenState,
): void {
  const upgrades = lines.filter((line) => line.contract === contract && line.event?.name === "UpgradeAuthorized");
  for (const { event, sequence } of upgrades) {
    const codehash = textArgument(event, "codehash");
    if (!trusted.includes(codehash)) {
      throw new ClaimError(
        `${contract} was upgraded to ${codehash}, which the trust file does not list`,
        { contract, sequence },
        "UNPROVEN",
      );
    }
  }
  const implementation = addressOfWord(wordOf(state, address, implementationSlot));
  const codehash = state.get(implementation)?.codehash;
  if (codehash === undefined) throw new ClaimError(`the code of ${implementation} is not proven`, { contract });
  if (!trusted.includes(codehash)) {
    throw new ClaimError(`${contract} runs ${codehash}, which the trust file does not list`, { contract }, "UNPROVEN");
  }
  const last = upgrades.at(-1);
  if (last !== undefined && textArgument(last.event, "implementation") !== implementation) {
    throw new ClaimError(`${contract} runs ${implementation}, but its last recorded upgrade is another`, {
      contract,
      sequence: last.sequence,
    });
  }
}
