import { accreditationKinds } from "#lib/evidence/register-words";
import { bundlePaths } from "#lib/evidence/format";
import type { KeyLine } from "#lib/evidence/key-format";
import { badge, newest, table, tally } from "#lib/report/blocks";
import { type Content, html } from "#lib/report/markup";
import type { Directory, ReportSource } from "#lib/report/source";
import { code, evidence, inWords, moment, plural } from "#lib/report/words";

/** Keys with their custody and deadlines, as they stand at the end of the range. */
export function keySection(source: ReportSource, directory: Directory): Content {
  const keys = source.views.registers.keyRotations;
  const { shown, rest } = newest(keys, bundlePaths.keyRotations);
  const list = table(
    "Keys",
    ["Key", "For", "Held by", "Custody", "Due", "Stands", "Last step"],
    shown.map((key) => [
      code(key.keyId),
      key.category,
      html`${directory.account(key.holder)}`,
      inWords(key.custody),
      moment(key.dueAt),
      standing(key, source.description.anchor.timestamp),
      lastStep(key),
    ]),
  );
  return html`<section id="keys">
    <h2>Keys</h2>
    ${keys.length === 0 ? html`<p>No key was registered.</p>` : [rest, list]}
  </section> `;
}

function standing({ status, dueAt }: KeyLine, now: number): Content {
  if (status === "Current" && dueAt < now) return badge("overdue", "bad");
  return badge(inWords(status), status === "Compromised" ? "bad" : status === "Current" ? "good" : "open");
}

function lastStep({ steps }: KeyLine): Content {
  const last = steps.at(-1);
  return last === undefined ? null : html`${last.step} at ${moment(last.time)} ${evidence(last)}`;
}

/** What comes in masses is counted; its files hold every line. */
export function credentialSection({ views: { registers } }: ReportSource): Content {
  const accredited = registers.accreditations.filter((line) => line.record === "accreditation");
  const schemas = registers.accreditations.length - accredited.length;
  const rows = accreditationKinds.flatMap((kind) => {
    const own = accredited.filter((line) => line.kind === kind);
    const counts = tally(
      own.map(({ status }) => status),
      ["Accredited", "Suspended", "Withdrawn"],
    );
    return counts.map(([status, count]) => [inWords(kind), inWords(status), count]);
  });
  return html`<section id="credentials">
    <h2>Accreditations and credentials</h2>
    ${rows.length === 0 ? html`<p>Nobody was accredited.</p>` : table("Accreditations", ["As", "Stands", "Number"], rows)}
    <p>
      ${plural(schemas, "credential schema")};
      ${plural(registers.statusChecks.length, "check or revocation", "checks and revocations")} of credentials. Each is
      a line of ${code(bundlePaths.accreditations)} or ${code(bundlePaths.statusChecks)}.
    </p>
  </section> `;
}
