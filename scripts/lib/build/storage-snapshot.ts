import type { StorageLayout } from "@openzeppelin/upgrades-core";

interface SnapshotField {
  readonly slot: string;
  readonly offset: number;
  readonly label: string;
  readonly type: string;
}

interface SnapshotType {
  readonly bytes: string;
  readonly members?: readonly (SnapshotField | string)[];
}

/** Where a contract keeps what, in a form that changes only when a place or a meaning changes. */
export interface StorageSnapshot {
  /** Ordinary variables, in order. */
  readonly storage: readonly SnapshotField[];
  /** ERC-7201 namespaces by id; slots count from the namespace's base. */
  readonly namespaces: Readonly<Record<string, readonly SnapshotField[]>>;
  /** Structs and enums that the fields above reach, by their Solidity name. */
  readonly types: Readonly<Record<string, SnapshotType>>;
}

type Field = StorageLayout["storage"][number];
type Member = Exclude<NonNullable<StorageLayout["types"][string]["members"]>[number], string>;

/** Compiler ids of types contain numbers of syntax nodes, which move with any edit: types are named by their label. */
export function storageSnapshot(layout: StorageLayout): StorageSnapshot {
  const field = ({ slot, offset, label, type }: Field | Member): SnapshotField => ({
    slot: slot ?? "?",
    offset: offset ?? 0,
    label,
    type: layout.types[type]?.label ?? type,
  });
  const namespaces = Object.entries(layout.namespaces ?? {}).map(([id, fields]) => [id, fields.map(field)] as const);
  const types = Object.values(layout.types)
    .filter((type) => type.members !== undefined)
    .map(
      ({ label, numberOfBytes, members }) =>
        [
          label,
          { bytes: numberOfBytes ?? "?", members: members?.map((m) => (typeof m === "string" ? m : field(m))) ?? [] },
        ] as const,
    );
  return {
    storage: layout.storage.map(field),
    namespaces: sortedRecord(namespaces),
    types: sortedRecord(types),
  };
}

function sortedRecord<Value>(entries: readonly (readonly [string, Value])[]): Record<string, Value> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}
