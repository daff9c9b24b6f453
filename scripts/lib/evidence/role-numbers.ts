import { ROLE_IDS, type RoleName } from "#lib/permissions/roles";

/** Ids of the roles as events and state name them. */
export const ROLES = Object.fromEntries(Object.entries(ROLE_IDS).map(([name, id]) => [name, Number(id)])) as Readonly<
  Record<RoleName, number>
>;
