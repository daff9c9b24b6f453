import { suiteInterface } from "#lib/abi/suite-interface";
import { operationId } from "#lib/break-glass/operation";
import { describeCall } from "#lib/calls/describe-call";
import { AddressBook } from "#lib/calls/known-contracts";
import type { ContractsRecord } from "#lib/deployment/contracts-record";

/** A council's word on an operation, decoded from its bytes. */
export interface BreakGlassAct {
  readonly name: "schedule" | "execute" | "cancel" | "justifyBreakGlass";
  readonly operationId: string;
  /** What the operation itself does; undefined where only its id is signed. */
  readonly text: string | undefined;
}

/**
 * Says which operation a call of the registry is about, and what that one does: the bytes within the bytes are what is
 * decided. Undefined for calls that are no word on an operation.
 *
 * @param caller Whose call it is.
 */
export function describeBreakGlassAct(
  record: ContractsRecord,
  caller: string,
  { to, data }: { readonly to: string; readonly data: string },
): BreakGlassAct | undefined {
  const abi = suiteInterface("RoleRegistry");
  const parsed = to === record.contracts.RoleRegistry.address ? abi.parseTransaction({ data }) : null;
  if (parsed === null || abi.encodeFunctionData(parsed.fragment, parsed.args) !== data.toLowerCase()) return undefined;
  const { name, args } = parsed;
  switch (name) {
    case "justifyBreakGlass":
      return { name, operationId: String(args["operationId"]), text: undefined };
    case "schedule":
    case "execute":
    case "cancel": {
      const scheduler = name === "cancel" ? String(args["caller"]) : caller;
      const inner = { target: String(args["target"]), data: String(args["data"]) };
      const { text } = describeCall({ ...inner, value: 0n }, new AddressBook(record));
      return { name, operationId: operationId(scheduler, inner.target, inner.data), text };
    }
    default:
      return undefined;
  }
}

/** The same in one sentence. */
export function breakGlassText(
  record: ContractsRecord,
  caller: string,
  transaction: { readonly to: string; readonly data: string },
): string | undefined {
  const act = describeBreakGlassAct(record, caller, transaction);
  if (act === undefined) return undefined;
  const what = act.text === undefined ? "" : `: ${act.text}`;
  const doing = {
    schedule: "schedule",
    execute: "execute",
    cancel: "call off",
    justifyBreakGlass: "register the paperwork of",
  };
  return `${doing[act.name]} the operation ${act.operationId}${what}`;
}
