import { logsOfReceipt } from "#lib/evidence/block-content";
import { type BlockHeader, bloomTest } from "#lib/evidence/block-header";
import type { ProvenLog } from "#lib/evidence/chain-data";
import { isChained } from "#lib/evidence/hash-chain";
import { keccakHex } from "#lib/evidence/keccak";
import { orderedRoot } from "#lib/evidence/ordered-root";
import { ClaimError, type Place } from "#lib/evidence/report";
import type { Trust } from "#lib/evidence/trust";

/** What a header commits to, in consensus encoding. */
export interface BlockContent {
  readonly receipts: readonly Uint8Array[];
  readonly transactions: readonly Uint8Array[];
}

/** Every address whose logs the bundle must hold. */
export function watchedAddresses(trust: Trust): string[] {
  return [...Object.values(trust.contracts), ...Object.values(trust.safes)].map((item) => item.address);
}

/** What is wrong with two headers that should follow each other; undefined for nothing. */
export function brokenLink(last: BlockHeader, next: BlockHeader): ClaimError | undefined {
  if (next.parentHash === last.hash && next.number === last.number + 1) return undefined;
  return new ClaimError(`block ${next.number} does not follow from block ${last.number}`);
}

/**
 * Goes along a chain, block by block, and yields the logs of the watched addresses. Each header must follow from the one
 * before, and whatever a block holds must be what its header commits to. Only the last header's hash is left to be
 * compared with the anchor.
 */
export class ChainFollower {
  readonly #trust: Trust;
  readonly #mayHoldLog: (bloom: Uint8Array) => boolean;
  /** Receipts spell addresses in lower case, the trust file as people read them. */
  readonly #watched: ReadonlyMap<string, string>;
  readonly #sequences = new Map<string, number>();
  #last: BlockHeader | undefined;

  constructor(trust: Trust) {
    const watched = watchedAddresses(trust);
    this.#trust = trust;
    this.#mayHoldLog = bloomTest(watched);
    this.#watched = new Map(watched.map((address) => [address.toLowerCase(), address]));
  }

  /** The header that was followed last. */
  get last(): BlockHeader | undefined {
    return this.#last;
  }

  /** Whether a block's receipts and transactions are needed, by its bloom. */
  needsContent({ logsBloom }: BlockHeader): boolean {
    return this.#mayHoldLog(logsBloom);
  }

  /** @throws ClaimError when the header does not follow from the last one. */
  followHeader(header: BlockHeader): void {
    const broken = this.#last === undefined ? undefined : brokenLink(this.#last, header);
    if (broken !== undefined) throw broken;
    this.#last = header;
  }

  /** @throws ClaimError when the header commits to something else. */
  requireRoots(header: BlockHeader, { receipts, transactions }: BlockContent): void {
    this.#requireRoot(header, "receipts", receipts, header.receiptsRoot);
    this.#requireRoot(header, "transactions", transactions, header.transactionsRoot);
    if (receipts.length !== transactions.length) {
      throw this.doubt(header, `block ${header.number}: a receipt for each transaction`);
    }
  }

  /** The watched logs of a block whose content was held against its header; moves on. */
  takeLogs(header: BlockHeader, content: BlockContent): ProvenLog[] {
    const logs = this.#logsOf(header, content);
    for (const { address, topics } of logs) {
      if (isChained(topics)) this.#sequences.set(address, this.#sequenceOf(address));
    }
    return logs;
  }

  /** An error that names what could be in the next block: whose events it may hold by its bloom, from which number on. */
  doubt({ logsBloom }: BlockHeader, reason: string): ClaimError {
    const { contracts, safes } = this.#trust;
    const admitted = ({ address }: { readonly address: string }): boolean => bloomTest([address])(logsBloom);
    const places = [
      ...Object.entries(contracts)
        .filter(([, item]) => admitted(item))
        .map(([contract, { address }]): Place => ({ contract, sequence: this.#sequenceOf(address) })),
      ...Object.entries(safes)
        .filter(([, item]) => admitted(item))
        .map(([contract]): Place => ({ contract })),
    ];
    const names = places.map(({ contract, sequence }) =>
      sequence === undefined ? `the Safe ${contract ?? ""}` : `${contract ?? ""} from event ${sequence} on`,
    );
    return new ClaimError(`${reason}; not proven: ${names.join(", ")}`, places[0]);
  }

  #requireRoot(header: BlockHeader, what: keyof BlockContent, values: readonly Uint8Array[], root: string): void {
    const computed = orderedRoot(values);
    if (computed === root) return;
    throw this.doubt(header, `${what} of block ${header.number} have the root ${computed}, the header says ${root}`);
  }

  /** Of the next event of a contract. */
  #sequenceOf(address: string): number {
    return (this.#sequences.get(address) ?? 0) + 1;
  }

  #logsOf({ number, hash, timestamp }: BlockHeader, { receipts, transactions }: BlockContent): ProvenLog[] {
    let logIndex = 0;
    return receipts.flatMap((receipt, transactionIndex) => {
      let transactionHash: string | undefined;
      return logsOfReceipt(receipt, this.#watched).flatMap((log): ProvenLog[] => {
        logIndex += 1;
        if (log === undefined) return [];
        transactionHash ??= keccakHex(transactions[transactionIndex] ?? new Uint8Array());
        return [
          {
            ...log,
            blockNumber: number,
            blockHash: hash,
            timestamp,
            transactionHash,
            transactionIndex,
            logIndex: logIndex - 1,
          },
        ];
      });
    });
  }
}
