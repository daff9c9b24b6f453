import { accreditOffices, accreditOperator } from "#lib/demo/accreditation-scenes";
import { issueCredentials, verifyAndRevoke } from "#lib/demo/credential-scenes";
import { issuerOf } from "#lib/demo/emergency-case";
import {
  fixCore,
  fixElsewhere,
  issueWhileHalted,
  overrideForLonger,
  resolveWithKeyInUse,
  restrictNoStricter,
} from "#lib/demo/emergency-refusals";
import {
  emergencyFix,
  fileNarrative,
  overrideAndUse,
  restoreService,
  restrictByPlaybook,
  waitForNextMode,
} from "#lib/demo/emergency-scenes";
import {
  acceptReview,
  answerIncident,
  fileReview,
  mitigateIncident,
  reportIncident,
  resolveIncident,
} from "#lib/demo/incident-scenes";
import { playScenes, type Scene } from "#lib/demo/play-scenes";
import type { Stage } from "#lib/demo/stage";

const EMERGENCY_COUNCIL = "2-of-3";
const SOVEREIGN_AUTHORITY = "3-of-5";

/** An issuer's key may be in other hands: from the first report to the accepted review. */
const emergency: readonly Scene[] = [
  ["Issuer and verifier accredited", "operation", null, accreditOffices],
  ["The infrastructure's operator accredited as issuer", "refusal", null, accreditOperator],
  ["Credentials issued and verified", "operation", null, issueCredentials],
  ["SEV1 reported by monitoring", "incident", null, reportIncident],
  ["Restriction by playbook", "restriction", EMERGENCY_COUNCIL, restrictByPlaybook],
  ["A credential issued by the halted issuer", "refusal", null, issueWhileHalted],
  ["Verification and revocation go on", "operation", null, verifyAndRevoke],
  ["Incident acknowledged and spoken about", "incident", null, answerIncident],
  ["Narrative of the restriction", "incident", EMERGENCY_COUNCIL, fileNarrative],
  ["A second restriction that is not stricter", "refusal", EMERGENCY_COUNCIL, restrictNoStricter],
  ["An override for more than a day", "refusal", SOVEREIGN_AUTHORITY, overrideForLonger],
  ["Manual override, and its use", "override", SOVEREIGN_AUTHORITY, overrideAndUse],
  ["An emergency fix of a contract that is not restricted", "refusal", null, fixElsewhere],
  ["An emergency fix of a core contract", "refusal", null, fixCore],
  ["Emergency fix of the credential ledger", "change", "2-of-3 and 3-of-5", emergencyFix],
  ["Incident mitigated", "incident", null, mitigateIncident],
  ["An incident resolved while its key is in use", "refusal", null, resolveWithKeyInUse],
  ["Key rotated, incident resolved", "incident", null, resolveIncident],
  ["The issuer's halt ends", "expiry", null, (stage) => waitForNextMode(stage, issuerOf(stage))],
  ["Service restored ahead of time", "restoration", SOVEREIGN_AUTHORITY, restoreService],
  ["The issuer's step-down ends", "expiry", null, (stage) => waitForNextMode(stage, issuerOf(stage))],
  ["Post-incident review filed", "incident", null, fileReview],
  ["Post-incident review accepted", "incident", null, acceptReview],
];

/** Emergency power from its use to its account, with what it refuses on the way. */
export async function playEmergency(stage: Stage): Promise<void> {
  await playScenes(stage, emergency);
}
