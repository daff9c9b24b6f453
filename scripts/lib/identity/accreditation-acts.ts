import { accreditationKinds, isOfNetwork, type Subject } from "#lib/identity/accreditation";
import { topicOf } from "#lib/identity/events";
import { bears, type IdentityAct } from "#lib/identity/perform";
import type { Label } from "#lib/input/parse-label";
import { ROLE_IDS } from "#lib/permissions/roles";

/** What a body decides of a subject, and the digest of the document that says why. */
export type Decision =
  | { readonly step: "accredit" | "renew"; readonly digest: string; readonly until: number }
  | { readonly step: "suspend" | "reinstate" | "withdraw"; readonly digest: string };

/** A version of a schema, as it is published. */
export interface SchemaDraft {
  readonly schema: Label;
  /** The version that it replaces; 0 for a new schema. */
  readonly current: number;
  readonly digest: string;
  readonly revocationPolicyDigest: string;
  /** Seconds. */
  readonly transition: number;
  readonly uri: string;
}

const STEPS = {
  accredit: { event: "Accredited", digest: "requirementDigest", action: "The accreditation" },
  renew: { event: "AccreditationRenewed", digest: "requirementDigest", action: "The renewal" },
  suspend: { event: "AccreditationSuspended", digest: "reasonDigest", action: "The suspension" },
  reinstate: { event: "AccreditationReinstated", digest: "decisionDigest", action: "The reinstatement" },
  withdraw: { event: "AccreditationWithdrawn", digest: "reasonDigest", action: "The withdrawal" },
} as const;

/** A decision of the Identity Authority, or of the treasury operator for its network. It is done if it came last. */
export function decisionAct(subject: Subject, decision: Decision): IdentityAct {
  const { step, digest } = decision;
  const { event, digest: field, action } = STEPS[step];
  const ofNetwork = isOfNetwork(subject.kind);
  const kind = accreditationKinds.indexOf(subject.kind);
  const tuple = [kind, subject.account, subject.scope];
  return {
    contract: "AccreditationRegistry",
    function: ofNetwork ? `${step}Member` : step,
    args: "until" in decision ? [tuple, digest, decision.until] : [tuple, digest],
    role: ofNetwork ? ROLE_IDS.TREASURY_OPERATOR : ROLE_IDS.IDENTITY_AUTHORITY,
    action,
    about: subject.text,
    intent: `${step}:${tuple.join(":")}:${digest}`,
    story: () => subjectStory(subject),
    doneIn: (story) => {
      const last = story.at(-1);
      return bears(last, event, { [field]: digest }) ? last : undefined;
    },
  };
}

/** Everything that was decided of a subject. */
export function subjectStory({ kind, account, scope }: Pick<Subject, "kind" | "account" | "scope">): {
  readonly name: null;
  readonly indexed: readonly string[];
} {
  return { name: null, indexed: [topicOf(accreditationKinds.indexOf(kind)), topicOf(account), scope] };
}

/** The next version of a schema, with its revocation policy. */
export function publishSchemaAct({ schema, current, transition, uri, ...terms }: SchemaDraft): IdentityAct {
  const { digest, revocationPolicyDigest } = terms;
  return {
    contract: "AccreditationRegistry",
    function: "publishSchema",
    args: [schema.id, current, [digest, revocationPolicyDigest], transition, uri],
    role: ROLE_IDS.IDENTITY_AUTHORITY,
    action: "The publication",
    about: `schema ${schema.text}`,
    intent: `publish:${schema.id}:${digest}:${revocationPolicyDigest}`,
    story: () => ({ name: "SchemaPublished", indexed: [schema.id] }),
    doneIn: (story) => {
      const last = story.at(-1);
      return bears(last, "SchemaPublished", { digest, revocationPolicyDigest }) ? last : undefined;
    },
  };
}

/** The end of a schema. */
export function retireSchemaAct(schema: Label, reasonDigest: string): IdentityAct {
  return {
    contract: "AccreditationRegistry",
    function: "retireSchema",
    args: [schema.id, reasonDigest],
    role: ROLE_IDS.IDENTITY_AUTHORITY,
    action: "The retirement",
    about: `schema ${schema.text}`,
    intent: `retire:${schema.id}:${reasonDigest}`,
    story: () => ({ name: "SchemaRetired", indexed: [schema.id] }),
    doneIn: (story) => story.find((event) => bears(event, "SchemaRetired", { reasonDigest })),
  };
}
