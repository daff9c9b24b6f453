import type { ChangeCall, ChangeLine, ChangePolicy } from "#lib/evidence/change-format";
import { bundlePaths } from "#lib/evidence/format";
import { entries, newest, table } from "#lib/report/blocks";
import { type Content, html, joined } from "#lib/report/markup";
import { constituencyNames, office } from "#lib/report/offices";
import { signersOf } from "#lib/report/signers";
import type { Directory, ReportSource } from "#lib/report/source";
import { verdictOn } from "#lib/report/verdict-words";
import { capital, code, duration, evidence, inWords, moment, plural, told } from "#lib/report/words";
import { changeStory } from "#lib/report/change-story";

type Step = ChangeLine["steps"][number];

const STEPS: Readonly<Record<Step["step"], string>> = {
  proposed: "proposed",
  approved: "approved",
  queued: "approvals complete, the delay begins",
  vetoed: "vetoed: approvals no longer count",
  withdrawn: "approval withdrawn: approvals no longer count",
  acknowledged: "acknowledged by monitoring",
  objected: "objected to by monitoring",
  cancelled: "cancelled",
  executed: "executed",
  rolledBack: "rolled back",
};

/** One change, from what it is to where its evidence stands. */
export function changeArticle(change: ChangeLine, number: number, source: ReportSource, directory: Directory): Content {
  const { shown, rest } = newest(change.steps, bundlePaths.changes);
  return html`<article id="change-${number}" data-change="${change.changeId}">
    <h3>${number}. ${capital(inWords(change.changeClass))}, version ${told(change.version)}</h3>
    <p class="story">${changeStory(change, directory)}</p>
    ${verdictLine(change, source)}
    <h4>Who signed</h4>
    ${signatures(shown, directory)}
    <h4>What it does, and by which rule</h4>
    ${entries([
      ["Change", code(change.changeId)],
      ["Documents said to be at", told(change.uri)],
      ["It calls", calls(change.calls, directory)],
      [
        "Taking it back calls",
        change.irreversible ? "nothing: declared irreversible" : calls(change.rollback, directory),
      ],
      ["For incident", change.incident === null ? null : code(change.incident)],
      ["Rule", change.policy === null ? "none was in force" : rule(change.policy)],
      ["Had to be approved by", moment(change.approveBy)],
      ["Could run", window(change)],
      ["Could be rolled back until", change.rollbackUntil === null ? null : moment(change.rollbackUntil)],
      ["Code fixed beforehand", pins(change)],
    ])}
    <h4>Paperwork, by digest</h4>
    ${entries(Object.entries(change.artifacts).map(([name, digest]) => [capital(inWords(name)), code(digest)]))} ${rest}
    ${table(
      "Step by step",
      ["When", "Block", "What", "By", "Evidence"],
      shown.map((step) => [
        moment(step.time),
        step.blockNumber,
        html`${STEPS[step.step]}${step.digest === null ? null : html`; digest ${code(step.digest)}`}`,
        step.step === "queued" ? "the rule" : directory.account(step.by),
        evidence(step),
      ]),
    )}
  </article> `;
}

function signatures(steps: readonly Step[], directory: Directory): Content {
  const given = steps.flatMap((step, index) =>
    (step.role === null ? [] : step.approvals).map((hash) => {
      const later = steps.slice(index + 1);
      const lost =
        step.step === "approved" && later.some((item) => item.step === "vetoed" || item.step === "withdrawn");
      const as = step.role === null ? "" : ` as ${office(step.role)}`;
      return signersOf(hash, html`${capital(inWords(step.step))}${as}${lost ? ", later sent back" : ""}`, directory);
    }),
  );
  return given.length === 0 ? html`<p>Nobody: no Safe approved it.</p>` : given;
}

function verdictLine(change: ChangeLine, source: ReportSource): Content {
  return source.verdict === undefined ? null : html`<p>Verdict of the verifier: ${verdictOn(change.steps, source)}</p>`;
}

function rule(policy: ChangePolicy): Content {
  const { version, approverRole, secondApproverRole, minSigners, constituencies } = policy;
  const both =
    secondApproverRole === 0 ? "" : ` and the ${office(secondApproverRole)}, by people of different entities`;
  const of = constituencyNames(constituencies);
  const represented = of.length === 0 ? "" : `, at least one for each of: ${of.join(", ")}`;
  const times = [
    `a delay of ${duration(policy.delay)} after the last approval`,
    `then ${duration(policy.executionWindow)} to execute it`,
    policy.rollbackWindow === 0 ? "no rollback" : `${duration(policy.rollbackWindow)} to roll it back`,
  ];
  const more = [
    ...(policy.needsAcknowledgement ? ["monitoring must acknowledge it"] : []),
    ...(policy.maintenanceNotice === 0
      ? []
      : [`a maintenance window announced ${duration(policy.maintenanceNotice)} before`]),
  ];
  return html`Policy version ${version}: the ${office(approverRole)}${both}, ${plural(minSigners, "signer")} or
  more${represented}; ${[...times, ...more].join("; ")}.`;
}

function window({ readyAt, executeBy }: ChangeLine): Content {
  if (readyAt === null || executeBy === null) return "never: its approvals are not complete";
  return html`from ${moment(readyAt)} until ${moment(executeBy)}`;
}

function pins({ pins: fixed }: ChangeLine): Content {
  if (fixed.length === 0) return null;
  return joined(
    fixed.map(({ account, codehash, implementationCodehash }) => {
      const behind = BigInt(implementationCodehash) === 0n ? null : html`, behind it ${code(implementationCodehash)}`;
      return html`${code(account)}: ${code(codehash)}${behind}`;
    }),
    html`<br />`,
  );
}

function calls(made: readonly ChangeCall[], directory: Directory): Content {
  if (made.length === 0) return "nothing";
  return html`<ol>
    ${made.map((call) => html`<li>${callText(call, directory)}</li>`)}
  </ol>`;
}

function callText({ target, contract, value, data, call }: ChangeCall, directory: Directory): Content {
  const sent = value === "0" ? null : html`, with ${value} wei`;
  const to = contract === null ? directory.account(target) : html`${contract} ${code(target)}`;
  if (call === null) return html`${to}: ${code(data.slice(0, 10))} and ${(data.length - 10) / 2} bytes more${sent}`;
  const args = Object.entries(call.args).map(([name, value]) => {
    return html`${name}: ${told(typeof value === "string" ? value : JSON.stringify(value))}`;
  });
  return html`${to}:
  ${code(call.signature)}${sent}${args.length === 0 ? null : html`<br />${joined(args, html`<br />`)}`}`;
}
