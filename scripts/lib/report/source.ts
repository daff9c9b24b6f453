import type { Views } from "#lib/evidence/derive-views";
import type { EntityLine } from "#lib/evidence/entity-format";
import type { Approval, ExportDescription } from "#lib/evidence/format";
import type { VerificationReport } from "#lib/evidence/report";
import { type Content, html } from "#lib/report/markup";
import { code, told } from "#lib/report/words";

/** What a page is made of: what was derived, and what the bundle says of itself. */
export interface ReportSource {
  readonly description: ExportDescription;
  /** Of a narrowed bundle only the one incident, its overrides, and what governance did. */
  readonly views: Omit<Views, "snapshots" | "books">;
  /** Of a verifier; undefined in a bundle, which cannot vouch for itself. */
  readonly verdict?: ReportVerdict;
}

/** What a verifier adds to the page. */
export interface ReportVerdict {
  readonly report: VerificationReport;
  /** SHA-256 of the manifest of manifests, which fixes every byte that was judged. */
  readonly manifest: string;
}

/** Who is who: names of councils and entities by what events call them. */
export class Directory {
  readonly #councils: ReadonlyMap<string, string>;
  readonly #contracts: ReadonlyMap<string, string>;
  readonly #entities: ReadonlyMap<number, EntityLine>;
  readonly #entityOf: ReadonlyMap<string, number>;
  readonly #approvals: ReadonlyMap<string, Approval>;
  readonly #blocks: ReadonlyMap<string, number>;

  constructor({ description, views }: ReportSource) {
    const { approvals, registers } = views;
    this.#councils = new Map(description.safes.map(({ name, address }) => [address, name]));
    this.#contracts = new Map(description.contracts.map(({ name, address }) => [address, name]));
    this.#entities = new Map(registers.entities.map((line) => [line.entity, line]));
    this.#entityOf = new Map(
      registers.entities.flatMap(({ entity, accounts }) => accounts.map(({ account }) => [account, entity] as const)),
    );
    this.#approvals = new Map(approvals.map((approval) => [approval.safeTxHash, approval]));
    this.#blocks = new Map(
      [...registers.changes.flatMap(({ steps }) => steps), ...registers.parameters, ...approvals].map(
        ({ transactionHash, blockNumber }) => [transactionHash, blockNumber],
      ),
    );
  }

  approval(safeTxHash: string): Approval | undefined {
    return this.#approvals.get(safeTxHash);
  }

  /** The block of a transaction; undefined where no file of the bundle needs it but that of the events. */
  blockOf(transactionHash: string): number | undefined {
    return this.#blocks.get(transactionHash);
  }

  entity(number: number): Content {
    const line = this.#entities.get(number);
    return line === undefined ? html`entity ${number}` : html`${told(line.name)} (entity ${number})`;
  }

  /** An account under the name of what it is, and its address. */
  account(address: string | null): Content {
    if (address === null) return html`not named by the event`;
    const council = this.#councils.get(address);
    if (council !== undefined) return html`the ${council} Safe ${code(address)}`;
    const contract = this.#contracts.get(address);
    if (contract !== undefined) return html`${contract} ${code(address)}`;
    const entity = this.#entityOf.get(address);
    return entity === undefined ? code(address) : html`${code(address)} of ${this.entity(entity)}`;
  }
}
