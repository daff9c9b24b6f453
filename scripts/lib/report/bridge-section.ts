import { BRIDGE_PARAMETERS } from "#lib/bridge/parameters";
import { directions } from "#lib/bridge/gateway-words";
import { bundlePaths } from "#lib/evidence/format";
import type { ParameterLine } from "#lib/evidence/parameter-format";
import type { SettlementLine } from "#lib/evidence/settlement-format";
import { newest, table } from "#lib/report/blocks";
import { type Content, html } from "#lib/report/markup";
import { approvedBy } from "#lib/report/signers";
import type { Directory, ReportSource } from "#lib/report/source";
import { verdictOn } from "#lib/report/verdict-words";
import { capital, code, duration, evidence, grouped, inWords, moment } from "#lib/report/words";

const STATUSES = ["Requested", "Settled", "Failed", "Refunded"] as const satisfies readonly SettlementLine["status"][];

/** Limits of the bridge with how each came about, and how much went over it. */
export function bridgeSection(source: ReportSource, directory: Directory): Content {
  return html`<section id="bridge">
    <h2>Bridge: limits and conversions</h2>
    ${limits(source, directory)} ${conversions(source)}
  </section> `;
}

function limits(source: ReportSource, directory: Directory): Content {
  const all = source.views.registers.parameters;
  if (all.length === 0) return html`<p>No limit was ever set: nothing may be converted.</p>`;
  const { shown, rest } = newest(all, bundlePaths.parameters);
  const inForce = [...new Map(all.map((line) => [`${line.parameter} ${line.counterparty ?? ""}`, line])).values()];
  const present = newest(
    inForce.sort((a, b) => BRIDGE_PARAMETERS.indexOf(a.parameter) - BRIDGE_PARAMETERS.indexOf(b.parameter)),
    bundlePaths.parameters,
  );
  const verdict = source.verdict === undefined ? [] : ["Verdict"];
  return html`<h3>Limits in force</h3>
    <p>Amounts are in the token's smallest unit. What a limit does not name is denied.</p>
    ${present.rest}
    ${table(
      "Limits in force",
      ["Limit", "For", "Value", "Last set"],
      present.shown.map((line) => [
        capital(inWords(line.parameter)),
        subject(line, directory),
        inUnit(line, line.value),
        html`${moment(line.time)}, ${inWords(line.act)}`,
      ]),
    )}
    <h3>How limits moved</h3>
    ${rest}
    ${table(
      "Every move of a limit",
      ["When", "Limit", "For", "From", "To", "How", "By", "Evidence", ...verdict],
      shown.map((line) => [
        moment(line.time),
        capital(inWords(line.parameter)),
        subject(line, directory),
        line.parameterVersion === 1 ? "unset" : inUnit(line, line.previous),
        inUnit(line, line.value),
        inWords(line.act),
        mover(line, directory),
        evidence(line),
        verdictOn([line], source),
      ]),
    )}`;
}

function subject({ counterparty }: ParameterLine, directory: Directory): Content {
  return counterparty === null ? "the whole bridge" : directory.account(counterparty);
}

/** A tightening by its signers; anything else by the change that caused it. */
function mover({ act, approvals, by, cause }: ParameterLine, directory: Directory): Content {
  const [safeTxHash] = approvals;
  if (act === "Tightened") return safeTxHash === undefined ? directory.account(by) : approvedBy(safeTxHash, directory);
  return BigInt(cause) === 0n ? "the deployment" : html`change ${code(cause)}`;
}

function inUnit({ parameter }: ParameterLine, value: string): string {
  if (["OutWindow", "InWindow", "ReserveMaxAge"].includes(parameter)) return duration(Number(value));
  return parameter === "FailureMaximum" ? `${grouped(value)} basis points` : grouped(value);
}

function conversions({ views: { settlements } }: ReportSource): Content {
  if (settlements.length === 0)
    return html`<h3>Conversions</h3>
      <p>None was made.</p>`;
  const groups = new Map<string, { count: number; sum: bigint }>();
  for (const { direction, status, amount } of settlements) {
    const group = groups.get(`${direction} ${status}`) ?? { count: 0, sum: 0n };
    groups.set(`${direction} ${status}`, { count: group.count + 1, sum: group.sum + BigInt(amount) });
  }
  const rows = directions.flatMap((direction) =>
    STATUSES.flatMap((status) => {
      const group = groups.get(`${direction} ${status}`);
      const to = direction === "Out" ? "to the private rail" : "to the public rail";
      return group === undefined ? [] : [[to, inWords(status), grouped(group.count), grouped(group.sum)]];
    }),
  );
  return html`<h3>Conversions</h3>
    <p>Each one, with who attested what, is a line of ${code(bundlePaths.settlements)}.</p>
    ${table("Conversions by direction and outcome", ["Direction", "Outcome", "Number", "Sum"], rows)}`;
}
