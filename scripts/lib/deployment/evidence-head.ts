import type { Log } from "ethers";

import { genesisHead, isChained, nextHead } from "#lib/evidence/hash-chain";

/** The head that the contract at `address` must have if `logs` are all of its events (`EvidenceChain.sol`). */
export function evidenceHeadOf(chainId: number, address: string, logs: readonly Log[]): string {
  return logs
    .filter(({ topics }) => isChained(topics))
    .reduce(
      (head, { topics, data, blockNumber }) => nextHead(head, topics, data, blockNumber),
      genesisHead(chainId, address),
    );
}
