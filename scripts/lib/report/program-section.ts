import { exceptionStatuses } from "#lib/evidence/register-words";
import { bundlePaths } from "#lib/evidence/format";
import type { BatchLine } from "#lib/evidence/distribution-format";
import type { ProgramLine } from "#lib/evidence/program-format";
import { badge, entries, newest, table, tally } from "#lib/report/blocks";
import { type Content, html, joined } from "#lib/report/markup";
import { approvedBy } from "#lib/report/signers";
import type { Directory, ReportSource } from "#lib/report/source";
import { code, evidence, grouped, inWords, moment, plural } from "#lib/report/words";

const STATUSES = ["Pending", "Authorised", "Rejected", "Reconciled"] as const satisfies readonly BatchLine["status"][];

/** Programmes with their rules, and whether what was authorised is accounted for. */
export function programSection(source: ReportSource, directory: Directory): Content {
  const { programs } = source.views.registers;
  const { shown, rest } = newest(programs, bundlePaths.programs);
  const first = programs.length - shown.length + 1;
  return html`<section id="programmes">
    <h2>Programmes and reconciliation</h2>
    <p>
      Amounts are in the token's smallest unit. Each batch is a line of ${code(bundlePaths.batches)}, each exception one
      of ${code(bundlePaths.exceptions)}.
    </p>
    ${programs.length === 0 ? html`<p>No programme was registered.</p>` : null} ${rest}
    ${shown.map((program, index) => article(program, first + index, source, directory))}
  </section> `;
}

function article(program: ProgramLine, number: number, { views }: ReportSource, directory: Directory): Content {
  const { programId, authority, privacy, ruleSets, entities, phases, budgets, closed } = program;
  const batches = views.registers.batches.filter((batch) => batch.programId === programId);
  const exceptions = views.registers.exceptions.filter((exception) => exception.programId === programId);
  const rules = ruleSets.at(-1);
  const moves = newest(phases, bundlePaths.programs);
  return html`<article id="programme-${number}" data-programme="${programId}">
    <h3>${number}. Programme of ${directory.entity(authority)}, ${inWords(program.phase)}</h3>
    ${entries([
      ["Programme", code(programId)],
      ["Privacy", inWords(privacy)],
      ["Rules in force", rules === undefined ? "none" : html`version ${rules.version}, digest ${code(rules.digest)}`],
      ["Budget", grouped(budgets.at(-1)?.budget ?? "0")],
      [
        "May distribute",
        entities.length === 0
          ? "nobody"
          : joined(
              entities.map((item) => directory.entity(item)),
              ", ",
            ),
      ],
      [
        "Legal approvals, by digest",
        joined(
          program.legalApprovals.map(({ digest }) => code(digest)),
          ", ",
        ),
      ],
      [
        "Batches",
        counted(
          batches.map(({ status }) => status),
          STATUSES,
        ),
      ],
      [
        "Exceptions",
        counted(
          exceptions.map(({ status }) => status),
          exceptionStatuses,
        ),
      ],
      ["Closed", closed === null ? null : html`at ${moment(closed.time)}, reason ${code(closed.digest)}`],
    ])}
    ${balance(program)} ${moves.rest}
    ${table(
      "Phases and caps",
      ["When", "What", "Participants at most", "Amount at most", "By", "Evidence"],
      moves.shown.map((item) => [
        moment(item.time),
        `${item.act}: ${inWords(item.phase)}`,
        item.maxParticipants === null ? "none" : grouped(item.maxParticipants),
        item.maxAmount === null ? "none" : grouped(item.maxAmount),
        item.approvals.length === 0
          ? directory.account(item.by)
          : joined(
              item.approvals.map((hash) => approvedBy(hash, directory)),
              "; ",
            ),
        evidence(item),
      ]),
    )}
  </article> `;
}

function counted<T extends string>(items: readonly T[], kinds: readonly T[]): string {
  const counts = tally(items, kinds).map(([kind, count]) => `${grouped(count)} ${inWords(kind)}`);
  return counts.length === 0 ? "none" : counts.join(", ");
}

/** Authorised = settled + exceptions + residual + what is still open. */
function balance({ volume }: ProgramLine): Content {
  const { authorised, settled, exceptions, residual, batches, rows } = volume;
  const open = BigInt(authorised) - BigInt(settled) - BigInt(exceptions) - BigInt(residual);
  const state = open === 0n ? badge("accounted for", "good") : badge("not yet accounted for", "open");
  return table(
    html`What was authorised in ${plural(batches, "batch", "batches")} of ${plural(rows, "row")}: ${state}`,
    ["Authorised", "= Settled", "+ Set aside as exceptions", "+ Given up as residual", "+ Open"],
    [[authorised, settled, exceptions, residual, open].map((amount) => grouped(amount))],
  );
}
