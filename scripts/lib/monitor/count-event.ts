import type { SuiteContract } from "#lib/abi/suite-interface";
import { directions, failureReasons } from "#lib/bridge/gateway-words";
import { textArgument, type DescribedEvent } from "#lib/evidence/describe-event";
import type { CounterName, Increment } from "#lib/monitor/counters";

/** Things that events bring into being and whose state is read afterwards. */
export type SubjectKind = "incident" | "change" | "key" | "system" | "entity" | "account" | "counterparty" | "program";

/** One of them; `detail` is text that only its event tells. */
export interface Named {
  readonly kind: SubjectKind;
  readonly id: string;
  readonly detail: string;
}

/** The same, with the block of its first event. */
export interface Subject extends Named {
  readonly block: number;
}

/** What an event adds. */
export interface Counted {
  readonly increments: readonly Increment[];
  readonly subjects: readonly Named[];
}

/** In the order of the contracts' enums. */
const CREDENTIAL_STATUSES = ["Unknown", "Active", "Expired", "Revoked"] as const;
export const exceptionKinds = ["None", "Undelivered", "Objection", "PaidInError"] as const;

type Text = (name: string) => string;
type Rule = (text: Text) => Partial<Counted>;

/** Of each event that a family counts, what it adds; the argument reads the event's values as text. */
const RULES: Partial<Record<SuiteContract, Readonly<Record<string, Rule>>>> = {
  RoleRegistry: {
    EntityRegistered: (text) => ({ subjects: [subject("entity", text("entity"), text("name"))] }),
  },
  ChangeManager: {
    ChangeProposed: (text) => ({ subjects: [subject("change", text("id"))] }),
  },
  IncidentRegistry: {
    IncidentOpened: (text) => ({ subjects: [subject("incident", text("incidentId"))] }),
  },
  KeyRegistry: {
    KeyRegistered: (text) => ({ subjects: [subject("key", text("keyId"))] }),
  },
  EmergencyController: {
    SystemAssigned: (text) => ({ subjects: [subject("system", text("systemId"))] }),
    SystemRestricted: (text) => ({ subjects: [subject("system", text("systemId"))] }),
    OverrideGranted: (text) => ({ subjects: [subject("system", text("systemId"))] }),
    VolumeCapSet: (text) => ({ subjects: [subject("system", text("systemId"))] }),
  },
  CredentialLedger: {
    CredentialIssued: (text) => issued(text, "single", 1n),
    BatchIssued: (text) => issued(text, "batch", BigInt(text("count"))),
    CredentialRevoked: (text) => ({
      increments: [plus("sign_credentials_revoked_total", [text("issuer"), "single"], 1n)],
    }),
    BatchRevoked: (text) => ({
      increments: [plus("sign_credentials_revoked_total", [text("issuer"), "batch"], BigInt(text("count")))],
    }),
    VerificationRecorded: verified,
    VerificationBatchRecorded: (text) => {
      const accepted = BigInt(text("accepted"));
      return checks(text("verifier"), accepted, BigInt(text("count")) - accepted);
    },
  },
  BridgeParameters: {
    // The zero address stands for the whole rail pair.
    ParameterSet: (text) => ({ subjects: [subject("counterparty", text("counterparty"))] }),
  },
  BridgeGateway: {
    ConversionRequested: (text) => converted(text, "Out", "admitted"),
    InboundAdmitted: (text) => converted(text, "In", "admitted"),
    ConversionSettled: (text) => converted(text, directionOf(text), "settled"),
    ConversionRefunded: (text) => converted(text, directionOf(text), "refunded"),
    ConversionFailed: (text) => {
      const { increments = [], ...rest } = converted(text, directionOf(text), "failed");
      const reason = failureReasons[Number(text("reason"))] ?? text("reason");
      return {
        ...rest,
        increments: [...increments, plus("sign_bridge_failures_total", [directionOf(text), reason], 1n)],
      };
    },
  },
  ProgramRegistry: {
    ProgramRegistered: (text) => ({ subjects: [subject("program", text("programId"))] }),
  },
  DistributionLedger: {
    BatchSubmitted: (text) => distributed(text, "submitted"),
    BatchRejected: (text) => distributed(text, "rejected"),
    BatchAuthorised: (text) => distributed(text, "authorised", { rows: text("count"), amount: text("total") }),
    BatchReconciled: (text) => distributed(text, "reconciled"),
    BatchSettled: (text) => settledRows(text, "settled"),
    SettlementReversed: (text) => settledRows(text, "reversed"),
    ExceptionRaised: (text) => ({
      increments: [
        plus("sign_distribution_exceptions_total", [exceptionKinds[Number(text("kind"))] ?? text("kind")], 1n),
      ],
    }),
  },
};

/** What an event of a contract adds to the counters, and what it brings into being. */
export function countEvent(contract: SuiteContract, event: DescribedEvent): Counted {
  const values = (name: string): string => {
    const value = event.args[name];
    return typeof value === "boolean" ? String(value) : textArgument(event, name);
  };
  const { increments = [], subjects = [] } = RULES[contract]?.[event.name]?.(values) ?? {};
  return { increments, subjects };
}

function issued(text: Text, form: "single" | "batch", by: bigint): Partial<Counted> {
  const issuer = text("issuer");
  return {
    increments: [plus("sign_credentials_issued_total", [issuer, text("schemaId"), form], by)],
    subjects: [subject("account", issuer)],
  };
}

function verified(text: Text): Partial<Counted> {
  const accepted = text("accepted") === "true";
  const status = CREDENTIAL_STATUSES[Number(text("status"))] ?? text("status");
  const counted = checks(text("verifier"), accepted ? 1n : 0n, accepted ? 0n : 1n);
  if (!accepted || status === "Active") return counted;
  const contradiction = plus("sign_verification_contradictions_total", [text("verifier"), status], 1n);
  return { ...counted, increments: [...(counted.increments ?? []), contradiction] };
}

function checks(verifier: string, accepted: bigint, refused: bigint): Partial<Counted> {
  return {
    increments: [
      plus("sign_verifications_total", [verifier, "accepted"], accepted),
      plus("sign_verifications_total", [verifier, "refused"], refused),
    ],
    subjects: [subject("account", verifier)],
  };
}

function converted(text: Text, direction: string, outcome: string): Partial<Counted> {
  const counterparty = text("counterparty");
  const values = [direction, counterparty, outcome];
  return {
    increments: [
      plus("sign_bridge_conversions_total", values, 1n),
      plus("sign_bridge_volume_tokens_total", values, BigInt(text("amount"))),
    ],
    subjects: [subject("account", counterparty)],
  };
}

function distributed(
  text: Text,
  outcome: string,
  sums?: { readonly rows: string; readonly amount: string },
): Partial<Counted> {
  const values = [text("programId"), outcome];
  return {
    increments: [
      plus("sign_distribution_batches_total", values, 1n),
      ...(sums === undefined ? [] : rowsAndAmount(values, sums)),
    ],
  };
}

function settledRows(text: Text, outcome: string): Partial<Counted> {
  return { increments: rowsAndAmount([text("programId"), outcome], { rows: text("rows"), amount: text("amount") }) };
}

function rowsAndAmount(
  values: readonly string[],
  { rows, amount }: { readonly rows: string; readonly amount: string },
): Increment[] {
  return [
    plus("sign_distribution_rows_total", values, BigInt(rows)),
    plus("sign_distribution_amount_total", values, BigInt(amount)),
  ];
}

function directionOf(text: Text): string {
  return directions[Number(text("direction"))] ?? text("direction");
}

function plus(counter: CounterName, values: readonly string[], by: bigint): Increment {
  return { counter, values, by };
}

function subject(kind: SubjectKind, id: string, detail = ""): Named {
  return { kind, id, detail };
}
