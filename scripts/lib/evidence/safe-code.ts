import { concat, id, keccak256, toBeHex, zeroPadValue } from "ethers";

/** Code hash of SafeProxy 1.5.0 from the official build artifacts. */
export const safeProxyCodehash = "0x4e381985ca68b3e5d27b4425fa581c19cf33146d3f887a3cfca96f55528ea46f";

/** Code hashes of SafeL2 singletons: only they emit the signatures of what they execute. */
export const safeSingletonCodehashes: readonly string[] = [
  // SafeL2 1.5.0
  "0x180193227186ccb85316c94db1f0d156ed932b14712cfaac78901899178572dc",
];

/** Storage of a Safe 1.5.0 that evidence needs. */
export const safeSlots = {
  singleton: toBeHex(0, 32),
  ownerCount: toBeHex(3, 32),
  threshold: toBeHex(4, 32),
  nonce: toBeHex(5, 32),
  guard: id("guard_manager.guard.address"),
  moduleGuard: id("module_manager.module_guard.address"),
} as const;

/** Slot of `owners[owner]`; not zero for an owner. */
export function ownerSlot(owner: string): string {
  return keccak256(concat([zeroPadValue(owner, 32), toBeHex(2, 32)]));
}

/** ERC-1967: `keccak256("eip1967.proxy.implementation") - 1`. */
export const implementationSlot = toBeHex(BigInt(id("eip1967.proxy.implementation")) - 1n, 32);
