import type { Provider } from "ethers";

import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { documentDigest } from "#lib/files/document";
import { readFiledReview } from "#lib/incident/read-incident";
import { readStory } from "#lib/incident/story";
import type { Label } from "#lib/input/parse-label";

/** Where the form of a postmortem is. */
export const POSTMORTEM_FORM = "docs/templates/incident/postmortem.md";

/**
 * The digest of the postmortem that an auditor has read, which must be the one on the chain: nobody accepts a document
 * that is not at hand.
 *
 * @throws SuiteError `refused/no-review`, `conflict/review-digest`, those of `documentDigest`.
 */
export async function reviewAtHand(
  provider: Provider,
  record: ContractsRecord,
  incident: Label,
  path: string,
): Promise<string> {
  const local = documentDigest(path, "postmortem", POSTMORTEM_FORM);
  const filed = (await readFiledReview(provider, record, incident.id))?.digest;
  // Judged already: a rerun must find that out, and not ask for a review.
  const story = filed === undefined ? await readStory(provider, record, incident.id) : [];
  const judged = story.findLast(({ name }) => name === "ReviewApproved" || name === "ReviewReturned");
  const onChain = filed ?? (judged?.args["reviewDigest"] as string | undefined);
  if (onChain === undefined) {
    throw new SuiteError({
      code: "refused/no-review",
      message: `No review of ${incident.text} awaits its acceptance.`,
      hint: "The responsible entity files one with: npx hardhat incident review",
      details: { incident: incident.id },
    });
  }
  if (onChain === local) return local;
  throw new SuiteError({
    code: "conflict/review-digest",
    message: `${path} has the digest ${local}, the review on the chain has ${onChain}.`,
    hint: "Ask the responsible entity for the document that it filed; do not judge another.",
    details: { path, local, filed: onChain },
  });
}
