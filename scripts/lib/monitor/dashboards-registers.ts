import { byAccount, byProgram, CLOCK, lines, numbers, type Dashboard } from "#lib/monitor/dashboard";

/** "Issuance volume (by issuer)". */
export const issuance: Dashboard = {
  uid: "sign-issuance",
  title: "Issuance by issuer",
  panels: [
    numbers("Credentials issued", "short", [byAccount("issuer", "sign_credentials_issued_total"), "{{entity}}"]),
    numbers("Credentials revoked", "short", [byAccount("issuer", "sign_credentials_revoked_total"), "{{entity}}"]),
    lines("Issued an hour, by issuer", "short", [
      byAccount("issuer", "increase(sign_credentials_issued_total[1h])"),
      "{{entity}}",
    ]),
    lines("Revoked an hour, by issuer", "short", [
      byAccount("issuer", "increase(sign_credentials_revoked_total[1h])"),
      "{{entity}}",
    ]),
    lines("Issued by schema and form", "short", [
      "sum by (schema, form) (sign_credentials_issued_total)",
      "{{schema}} {{form}}",
    ]),
    lines("Until keys of issuers are due", "s", [
      `sign_key_due_timestamp_seconds{category="issuer"} - ${CLOCK}`,
      "{{key}}",
    ]),
  ],
};

/** "Verification volume (by verifier)". */
export const verification: Dashboard = {
  uid: "sign-verification",
  title: "Verification by verifier",
  panels: [
    numbers("Checks recorded", "short", [byAccount("verifier", "sign_verifications_total"), "{{entity}}"]),
    numbers("Accepted although not Active", "short", [
      byAccount("verifier", "sign_verification_contradictions_total"),
      "{{entity}}",
    ]),
    lines("Checks an hour, by verifier", "short", [
      byAccount("verifier", "increase(sign_verifications_total[1h])"),
      "{{entity}}",
    ]),
    lines("Share refused, by verifier", "percentunit", [
      'sum by (verifier) (sign_verifications_total{outcome="refused"}) / sum by (verifier) (sign_verifications_total)',
      "{{verifier}}",
    ]),
    lines("Accepted although not Active, by status", "short", [
      "sum by (status) (sign_verification_contradictions_total)",
      "{{status}}",
    ]),
  ],
};

/** "Distribution volume (by program)". */
export const distribution: Dashboard = {
  uid: "sign-distribution",
  title: "Distribution by programme",
  panels: [
    numbers("Authorised, in the smallest unit", "short", [
      byProgram("program", 'sign_distribution_amount_total{outcome="authorised"}'),
      "{{name}}",
    ]),
    numbers("Settled, in the smallest unit", "short", [
      byProgram("program", 'sign_distribution_amount_total{outcome="settled"}'),
      "{{name}}",
    ]),
    numbers("Phase", "short", ["sign_program_phase == 1", "{{program}} {{phase}}"]),
    lines("Batches by outcome", "short", [
      byProgram("program, outcome", "sign_distribution_batches_total"),
      "{{name}} {{outcome}}",
    ]),
    lines("Rows by outcome", "short", [
      byProgram("program, outcome", "sign_distribution_rows_total"),
      "{{name}} {{outcome}}",
    ]),
    lines("Authorised an hour", "short", [
      byProgram("program", 'increase(sign_distribution_amount_total{outcome="authorised"}[1h])'),
      "{{name}}",
    ]),
    lines("Share of the budget that is committed", "percentunit", [
      "sign_program_committed / sign_program_budget",
      "{{program}}",
    ]),
    lines(
      "Set aside and given up",
      "short",
      ["sign_program_exceptions", "exceptions {{program}}"],
      ["sign_program_residual", "residual {{program}}"],
    ),
    lines("Exceptions raised, by kind", "short", ["sum by (kind) (sign_distribution_exceptions_total)", "{{kind}}"]),
  ],
};
