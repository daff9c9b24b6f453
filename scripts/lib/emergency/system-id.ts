import { AbiCoder, id, keccak256, zeroPadValue } from "ethers";

/** What can be restricted by itself, as `contracts/emergency/SystemIds.sol` has it. */
export type SystemConfig =
  /** A service or a rail, known by its name. */
  | { readonly kind: "service" | "rail"; readonly name: string }
  /** An issuer of credentials, known by its account. */
  | { readonly kind: "issuer"; readonly name: string; readonly account: string }
  /** A programme or a counterparty, known by its 32-byte key in its register. */
  | { readonly kind: "program" | "counterparty"; readonly name: string; readonly key: string };

/** The id of a system on the chain: its kind and its key, hashed, so that ids of two kinds never meet. */
export function systemId(system: SystemConfig): string {
  return keccak256(
    AbiCoder.defaultAbiCoder().encode(["bytes32", "bytes32"], [id(`sign.system.${system.kind}`), keyOf(system)]),
  );
}

/** The id of a playbook on the chain. */
export function playbookId(key: string): string {
  return id(key);
}

function keyOf(system: SystemConfig): string {
  switch (system.kind) {
    case "service":
    case "rail":
      return id(system.name);
    case "issuer":
      return zeroPadValue(system.account, 32);
    case "program":
    case "counterparty":
      return system.key;
  }
}
