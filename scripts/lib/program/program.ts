import { parseChoice } from "#lib/input/parse-choice";

/** How far a programme has come, as `Phase` of `contracts/program/interfaces/IProgramTerms.sol`. */
export const phases = ["None", "Assessment", "Pilot", "Expansion", "FullIntegration"] as const;
export type Phase = (typeof phases)[number];

/** As `PrivacyMode` of `IProgramRegistry.sol`. */
export const privacyModes = ["None", "Public", "Private"] as const;
export type PrivacyMode = (typeof privacyModes)[number];

/** Papers that a phase demands, as `Requirement` there. */
export const requirements = [
  "None",
  "StakeholderMap",
  "PrivacyRequirements",
  "GovernanceAndCustody",
  "PilotControls",
  "PilotMonitoring",
  "ServiceLevels",
  "AuditProgramme",
  "Integrations",
] as const;
export type Requirement = (typeof requirements)[number];

/** What is recorded of a programme besides requirements. */
export const papers = ["Metadata", "LegalApproval"] as const;
export type Paper = (typeof papers)[number] | Exclude<Requirement, "None">;

/** @throws SuiteError `input/phase`. `full-integration` means FullIntegration. */
export function parsePhase(value: string): Exclude<Phase, "None" | "Assessment"> {
  return parseChoice(withoutDashes(value), ["Pilot", "Expansion", "FullIntegration"], "phase");
}

/** @throws SuiteError `input/privacy-mode`. */
export function parsePrivacy(value: string): Exclude<PrivacyMode, "None"> {
  return parseChoice(value, ["Public", "Private"], "privacy mode");
}

/** @throws SuiteError `input/paper`. `stakeholder-map` means StakeholderMap. */
export function parsePaper(value: string): Paper {
  const [, ...recorded] = requirements;
  return parseChoice(withoutDashes(value), [...papers, ...recorded], "paper");
}

function withoutDashes(value: string): string {
  return value.replaceAll(/[-_]/g, "");
}
