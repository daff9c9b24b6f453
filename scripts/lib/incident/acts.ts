import { audiences, severities, type Audience, type Severity } from "#lib/incident/incident";
import type { IncidentEvent } from "#lib/incident/story";
import type { Label } from "#lib/input/parse-label";
import { ROLE_IDS } from "#lib/permissions/roles";

/** One step of an incident that an operator, a monitor or an auditor takes with an account of its own. */
export interface IncidentAct {
  readonly incident: Label;
  /** The IncidentRegistry when nothing is said. */
  readonly contract?: IncidentEvent["contract"];
  /** Function of the contract, and its arguments. */
  readonly function: string;
  readonly args: readonly unknown[];
  /** Undefined when any account will do. */
  readonly role: bigint | undefined;
  /** As the subject of a sentence. */
  readonly action: string;
  /** Tells this step from others of the incident; a rerun with the same key sends nothing twice. */
  readonly key: string;
  /** Where the story shows that exactly this was done; undefined when it does not. */
  readonly doneIn: (story: readonly IncidentEvent[], account: string) => IncidentEvent | undefined;
}

/** Opens an incident; as MONITOR, reports one. */
export function openAct(
  incident: Label,
  severity: Severity,
  reportDigest: string,
  as: "operator" | "monitor",
): IncidentAct {
  const level = severities.indexOf(severity);
  return {
    incident,
    function: as === "operator" ? "open" : "report",
    args: [incident.id, level, reportDigest],
    role: as === "operator" ? ROLE_IDS.TECHNICAL_OPERATOR : ROLE_IDS.MONITOR,
    action: "The opening",
    key: `open:${String(level)}:${reportDigest}`,
    doneIn: matching("IncidentOpened", { severity: String(level), reportDigest }),
  };
}

/**
 * Tells the IncidentRegistry what it did not hear when the Emergency Council acted.
 *
 * @param registry The IncidentRegistry; after it was replaced, what is owed may be registered again.
 * @param registered Whether it knows by now.
 */
export function registerAct(
  incident: Label,
  registry: string,
  registered: boolean,
  story: readonly IncidentEvent[],
): IncidentAct {
  const unheard = story.filter(({ name }) => name === "IncidentNotRegistered").length;
  return {
    incident,
    contract: "EmergencyController",
    function: "registerIncident",
    args: [incident.id],
    role: undefined,
    action: "The registration",
    key: `register:${registry}:${String(unheard)}`,
    doneIn: (now) => (registered ? now.findLast(({ name }) => name === "IncidentRegistered") : undefined),
  };
}

/** The account's entity takes responsibility. */
export function acknowledgeAct(incident: Label): IncidentAct {
  return {
    incident,
    function: "acknowledge",
    args: [incident.id],
    role: ROLE_IDS.TECHNICAL_OPERATOR,
    action: "The acknowledgement",
    key: "acknowledge",
    doneIn: (story, account) => matching("IncidentAcknowledged", { by: account })(story, account),
  };
}

/** The harm has stopped, or the cause is gone; a document says how. */
export function progressAct(incident: Label, step: "mitigate" | "resolve", digest: string): IncidentAct {
  const [event, action] =
    step === "mitigate"
      ? (["IncidentMitigated", "The mitigation"] as const)
      : (["IncidentResolved", "The resolution"] as const);
  return {
    incident,
    function: step,
    args: [incident.id, digest],
    role: ROLE_IDS.TECHNICAL_OPERATOR,
    action,
    key: `${step}:${digest}`,
    doneIn: matching(event, { digest }),
  };
}

export function statementAct(incident: Label, audience: Audience, digest: string): IncidentAct {
  const index = audiences.indexOf(audience);
  return {
    incident,
    function: "publishStatement",
    args: [incident.id, index, digest],
    role: ROLE_IDS.TECHNICAL_OPERATOR,
    action: "The statement",
    key: `statement:${String(index)}:${digest}`,
    doneIn: matching("StatementPublished", { audience: String(index), digest }),
  };
}

/** Names a key that the incident exposed. */
export function nameKeyAct(incident: Label, keyId: string): IncidentAct {
  return {
    incident,
    function: "nameKey",
    args: [incident.id, keyId],
    role: ROLE_IDS.TECHNICAL_OPERATOR,
    action: "The naming of the key",
    key: `key:${keyId}`,
    doneIn: matching("KeyNamed", { keyId }),
  };
}

/**
 * Files a review.
 *
 * @param story What happened so far: a review that was returned may be filed again.
 */
export function fileReviewAct(
  incident: Label,
  reviewDigest: string,
  interim: boolean,
  story: readonly IncidentEvent[],
): IncidentAct {
  const settled = story.filter(({ name }) => REVIEW_ENDS.includes(name)).length;
  return {
    incident,
    function: "fileReview",
    args: [incident.id, reviewDigest, interim],
    role: ROLE_IDS.TECHNICAL_OPERATOR,
    action: "The review",
    key: `review:${reviewDigest}:${interim ? "interim" : "final"}:${String(settled)}`,
    doneIn: (now) => {
      const last = now.findLast(({ name }) => name === "ReviewSubmitted" || REVIEW_ENDS.includes(name));
      const same = last?.args["reviewDigest"] === reviewDigest && last.args["interim"] === interim;
      return last?.name === "ReviewSubmitted" && same ? last : undefined;
    },
  };
}

/** Accepts or returns the review that is filed, with the digest of the auditor's opinion or reasons. */
export function judgeReviewAct(
  incident: Label,
  verdict: "accept" | "reject",
  reviewDigest: string,
  opinionDigest: string,
): IncidentAct {
  const accepts = verdict === "accept";
  const opinion = accepts ? { opinionDigest } : { reasonDigest: opinionDigest };
  return {
    incident,
    function: accepts ? "acceptReview" : "rejectReview",
    args: [incident.id, reviewDigest, opinionDigest],
    role: ROLE_IDS.AUDITOR,
    action: accepts ? "The acceptance" : "The rejection",
    key: `${verdict}:${reviewDigest}:${opinionDigest}`,
    doneIn: (story, account) => {
      const filed = story.findLastIndex(({ name }) => name === "ReviewSubmitted");
      const event = accepts ? "ReviewApproved" : "ReviewReturned";
      return matching(event, { reviewDigest, ...opinion })(story.slice(filed + 1), account);
    },
  };
}

/** Events after which no review awaits its acceptance. */
const REVIEW_ENDS: readonly string[] = ["ReviewApproved", "ReviewReturned", "ReviewOvertaken"];

function matching(name: string, fields: Readonly<Record<string, unknown>>): IncidentAct["doneIn"] {
  return (story) =>
    story.find(
      (event) => event.name === name && Object.entries(fields).every(([field, value]) => event.args[field] === value),
    );
}
