/** Enumerations of the registers' contracts, in the order of the contracts; spelled as there. */
export const phases = ["None", "Assessment", "Pilot", "Expansion", "FullIntegration"] as const;
export const privacyModes = ["None", "Public", "Private"] as const;
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

export const exceptionKinds = ["None", "Undelivered", "Objection", "PaidInError"] as const;
export const exceptionStatuses = ["None", "Raised", "Disputed", "Upheld", "Dismissed", "Withdrawn"] as const;

export const accreditationKinds = ["Issuer", "Verifier", "RailMember", "Validator"] as const;

export const credentialStatuses = ["Unknown", "Active", "Expired", "Revoked"] as const;

export type Phase = (typeof phases)[number];
export type Requirement = (typeof requirements)[number];
export type AccreditationKind = (typeof accreditationKinds)[number];
