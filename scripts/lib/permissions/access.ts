import type { CouncilRole, RoleName } from "#lib/permissions/roles";

/** Who may call a function, and what on the chain enforces it. */
export type Access =
  /** Mapped to a role in the RoleRegistry (`setTargetFunctionRole`). */
  | { readonly kind: "role"; readonly role: Exclude<RoleName, "ADMIN"> }
  /** ADMIN: the ChangeManager through a HighRiskUpgrade, or the Sovereign Authority through break-glass. */
  | { readonly kind: "admin" }
  /** Administrator of the role in question. */
  | { readonly kind: "role-admin" }
  /** A council that speaks with its guarded Safe, one of these roles. */
  | { readonly kind: "council"; readonly roles: readonly CouncilRole[] }
  /** A registered Safe, about itself. */
  | { readonly kind: "safe" }
  /** Whoever owns the thing that is touched: an own proposal, an own role, an own scheduled operation. */
  | { readonly kind: "own" }
  /** Another contract of the suite, fixed in the code that checks it. */
  | { readonly kind: "contract"; readonly contract: string }
  /** The RoleRegistry itself. */
  | { readonly kind: "registry" }
  /** Once, in the transaction that creates the contract. */
  | { readonly kind: "initializer" }
  /** Anybody. */
  | { readonly kind: "public" };

export const ADMIN: Access = { kind: "admin" };
export const PUBLIC: Access = { kind: "public" };
export const OWN: Access = { kind: "own" };
export const SAFE: Access = { kind: "safe" };
export const INITIALIZER: Access = { kind: "initializer" };

export const role = (name: Exclude<RoleName, "ADMIN">): Access => ({ kind: "role", role: name });
export const council = (...roles: readonly CouncilRole[]): Access => ({ kind: "council", roles });

/** Access and reason by signature. */
export type Rows = Readonly<Record<string, readonly [access: Access, reason: string]>>;

/** Rows that every contract behind a proxy has, with who may replace its code. */
export const governedRows = (upgrade: Rows[string]): Rows => ({
  "setAuthority(address)": [{ kind: "registry" }, "Only the registry itself may hand a contract over."],
  "upgradeToAndCall(address,bytes)": upgrade,
});

/** Core code, and code that holds neither funds nor roles. */
export const CORE_UPGRADE: Rows[string] = [ADMIN, "Core code is replaced by a HighRiskUpgrade only."];
export const ORDINARY_UPGRADE: Rows[string] = [role("ROUTINE_UPGRADE"), "Holds neither funds nor roles."];

export const INITIALIZED: Rows[string] = [INITIALIZER, "Runs in the proxy's constructor; a second run reverts."];
