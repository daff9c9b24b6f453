import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { parseCouncil } from "#lib/change/council";
import { parseAddress } from "#lib/input/parse-address";
import { readSafe } from "#lib/safe/read-safe";

interface ShowArguments extends SuiteTaskArguments {
  readonly safe: string;
}

export default runTask(async ({ safe }: ShowArguments, context) => {
  const address = safe.startsWith("0x") ? parseAddress(safe, "safe") : undefined;
  const council = address === undefined ? parseCouncil(safe) : undefined;
  const { provider, record } = await openSuite(context);
  const state = await readSafe(provider, address ?? record.safes[council ?? "technical"].address);
  const guard = record.contracts.GovernanceGuard.address;
  const guarded = state.guard === guard && state.moduleGuard === guard;
  const text = [
    `${state.safe}  version ${state.version}, nonce ${state.nonce.toString()}`,
    `threshold ${String(state.threshold)} of ${String(state.owners.length)}`,
    ...state.owners.map((owner) => `owner ${owner}`),
    guarded ? `guarded by ${guard}` : `NOT GUARDED: guard ${state.guard}, module guard ${state.moduleGuard}`,
  ];
  context.reporter.result({ ok: true, council: council ?? null, guarded, ...state }, text.join("\n"));
});
