import { expect } from "chai";
import { id } from "ethers";

import type { Finding, CHECKS } from "#lib/deployment/doctor";

import { type ChainState, readChainState } from "#lib/deployment/chain-state";
import { examine } from "#lib/deployment/doctor";
import { mappingKey } from "#lib/deployment/registry-state";
import { selectorOf } from "#lib/permissions/function-mappings";
import { ROLE_IDS } from "#lib/permissions/roles";
import { safeSlots } from "#lib/safe/safe-interface";
import { type Examined, examinedSuite } from "#support/examined-suite";
import { passTime } from "#support/governed-changes";
import type { DeployedSuite } from "#support/suite";

const DAY = 86_400;
const STRANGER = "0x00000000000000000000000000000000000000AA";

describe("examine (gov doctor)", () => {
  const { suite, subject } = examinedSuite();

  it("finds nothing in a fresh deployment", async () => {
    expect(examine(await subject())).to.deep.equal([]);
  });

  it("warns 30 days before a mandate ends and complains when it has", async () => {
    await passTime(suite(), 336 * DAY);
    const warned = examine(await subject());
    expect(warned).to.have.length.greaterThan(0);
    expect(
      warned.every(({ severity, check }) => severity === "warning" && check === "mandates-and-suspensions"),
    ).to.equal(true);
    await passTime(suite(), 30 * DAY);
    expect(errorsOf(examine(await subject()))).to.include("mandates-and-suspensions");
  });

  const faults: readonly Fault[] = [
    ["genesis-closed", "genesis is open", (state) => (state.registry.genesisClosed = false)],
    ["deployer-stripped", "the deployer holds a role", (state) => (state.deployerRoles = 1n)],
    [
      "deployer-stripped",
      "the deployer has a seat",
      (state, { governance, record }) =>
        state.registry.seats
          .get(record.safes.technical.address)
          ?.set(governance.deployer, { entity: 1, constituency: 2 }),
    ],
    [
      "admin-holders",
      "a third account holds ADMIN",
      (state) => {
        grant(state, "ADMIN", "0x00000000000000000000000000000000000000AA", 0);
      },
    ],
    [
      "admin-holders",
      "break-glass has a short delay",
      (state, { record }) => {
        grant(state, "ADMIN", record.safes.sovereign.address, DAY);
      },
    ],
    ["admin-holders", "nobody holds ADMIN", (state) => state.registry.grants.delete(ROLE_IDS.ADMIN)],
    [
      "capability-holders",
      "somebody else may configure",
      (state) => {
        grant(state, "CONFIG", "0x00000000000000000000000000000000000000AA", 0);
      },
    ],
    ["capability-holders", "the ChangeManager may not", (state) => state.registry.grants.delete(ROLE_IDS.CONFIG)],
    [
      "function-mappings",
      "a function is mapped to another role",
      (state, { record }) =>
        state.registry.mappings.set(
          mappingKey(
            record.contracts.ChangeManager.address,
            selectorOf("ChangeManager", "setMaintenanceCalendar(address)"),
          ),
          ROLE_IDS.CONFIG,
        ),
    ],
    [
      "function-mappings",
      "a core upgrade is mapped away from ADMIN",
      (state, { record }) =>
        state.registry.mappings.set(
          mappingKey(
            record.contracts.ChangeManager.address,
            selectorOf("ChangeManager", "upgradeToAndCall(address,bytes)"),
          ),
          ROLE_IDS.ROUTINE_UPGRADE,
        ),
    ],
    [
      "role-administrators",
      "another body grants a role",
      (state) => state.registry.administrators.set(ROLE_IDS.MONITOR, ROLE_IDS.ISSUER),
    ],
    [
      "core-registered",
      "the guard is not core",
      (state, { record }) => state.registry.core.delete(record.contracts.GovernanceGuard.address),
    ],
    [
      "contracts-as-recorded",
      "another implementation runs",
      (state) =>
        (state.contracts.OperationsLog = {
          ...state.contracts.OperationsLog,
          implementation: "0x00000000000000000000000000000000000000AA",
        }),
    ],
    [
      "contracts-as-recorded",
      "a contract obeys another registry",
      (state) =>
        (state.contracts.OperationsLog = {
          ...state.contracts.OperationsLog,
          authority: "0x00000000000000000000000000000000000000AA",
        }),
    ],
    [
      "evidence-complete",
      "the node withheld an event",
      (state) => (state.contracts.RoleRegistry = { ...state.contracts.RoleRegistry, complete: false }),
    ],
    [
      "councils-guarded",
      "a Safe took its guard off",
      (state) =>
        (state.councils.technical = {
          ...state.councils.technical,
          guard: "0x0000000000000000000000000000000000000000",
        }),
    ],
    [
      "councils-guarded",
      "a council leaves",
      (state) => (state.councils.technical = { ...state.councils.technical, status: "ExitAnnounced" }),
    ],
    [
      "role-administrators",
      "a role that no table names has an administrator",
      (state) => state.registry.administrators.set(99n, ROLE_IDS.ISSUER),
    ],
    [
      "role-guardians-and-delays",
      "somebody may cancel scheduled operations",
      (state) => state.registry.guardians.set(ROLE_IDS.ADMIN, ROLE_IDS.MONITOR),
    ],
    [
      "role-guardians-and-delays",
      "grants wait",
      (state) => state.registry.grantDelays.set(ROLE_IDS.CHANGE_PROPOSER, DAY),
    ],
    [
      "role-guardians-and-delays",
      "the administration of a contract waits",
      (state, { record }) => state.registry.targetDelays.set(record.contracts.OperationsLog.address, DAY),
    ],
    [
      "guard-pins",
      "the guard pins another MultiSend",
      (state) =>
        (state.guardPins = {
          ...state.guardPins,
          multiSendCallOnly: { ...state.guardPins.multiSendCallOnly, address: STRANGER },
        }),
    ],
    [
      "guard-pins",
      "the pinned MultiSend has other code",
      (state) =>
        (state.guardPins = {
          ...state.guardPins,
          multiSendCallOnly: { ...state.guardPins.multiSendCallOnly, official: false },
        }),
    ],
    [
      "guard-pins",
      "the code through which Safes are born is another",
      (state) =>
        (state.guardPins = {
          ...state.guardPins,
          guardedSetup: { ...state.guardPins.guardedSetup, codehash: id("code") },
        }),
    ],
    ...(["moduleGuard", "fallbackHandler", "singleton"] as const).map((part): Fault => [
      "councils-guarded",
      `the ${part} of a Safe is not as at its birth`,
      (state) => (state.councils.emergency = { ...state.councils.emergency, [part]: STRANGER }),
    ]),
    [
      "councils-guarded",
      "a Safe has a module",
      (state) => (state.councils.emergency = { ...state.councils.emergency, modules: [STRANGER] }),
    ],
    [
      "shared-roles",
      "the second proposer is gone",
      (state, { governance }) => {
        const second = governance.operators.filter(({ roles }) => roles.includes("CHANGE_PROPOSER"))[1];
        state.registry.grants.get(ROLE_IDS.CHANGE_PROPOSER)?.delete(second?.account ?? "");
      },
    ],
    [
      "shared-roles",
      "one of two executors is suspended",
      (state, { governance }) =>
        state.registry.suspensions.set(accountWith(governance, "CHANGE_EXECUTOR"), state.timestamp + DAY),
    ],
    [
      "shared-roles",
      "the mandate of one of two executors has ended",
      (state, { governance }) =>
        state.registry.grants
          .get(ROLE_IDS.CHANGE_EXECUTOR)
          ?.set(accountWith(governance, "CHANGE_EXECUTOR"), { executionDelay: 0, until: state.timestamp }),
    ],
    [
      "shared-roles",
      "both proposers act for one entity",
      (state, { governance }) => {
        for (const { account, roles } of governance.operators) {
          if (roles.includes("CHANGE_PROPOSER")) state.registry.bindings.set(account, 5);
        }
      },
    ],
    [
      "emergency-ready",
      "the controller reports incidents to nobody",
      (state) => (state.emergency.incidentRegistry = undefined),
    ],
    [
      "emergency-ready",
      "the controller reports incidents to another contract",
      (state) => (state.emergency.incidentRegistry = STRANGER),
    ],
    [
      "conflicts-declared",
      "a conflict was lifted",
      (state) => {
        state.registry.conflicts.clear();
      },
    ],
    [
      "separation-of-duties",
      "one entity holds two conflicting roles",
      (state, { governance }) => {
        grant(state, "ISSUER", accountWith(governance, "TECHNICAL_OPERATOR"), 0);
      },
    ],
  ];
  for (const [check, what, harm] of faults) {
    it(`complains when ${what}`, async () => {
      const examined = await subject();
      harm(examined.state, suite());
      expect(errorsOf(examine(examined))).to.include(check);
    });
  }

  it("warns when one owner alone sits for a constituency that must sign", async () => {
    const examined = await subject();
    const { governance: council } = examined.state.councils;
    const seats = examined.state.registry.seats.get(council.address);
    const [policy] = [...(seats ?? [])].filter(([, { constituency }]) => constituency === 1);
    examined.state.councils.governance = {
      ...council,
      owners: council.owners.filter((owner) => owner !== policy?.[0]),
    };
    expect(examine(examined).map(({ check, severity, message }) => [check, severity, message])).to.deep.equal([
      [
        "constituencies-staffed",
        "warning",
        'Council "governance": 1 owner(s) sit for POLICY, which must sign; one lost key would stop it.',
      ],
    ]);
  });

  it("warns of a closed contract and of an upgrade by break-glass", async () => {
    const examined = await subject();
    const { record, state } = examined;
    state.registry.closedTargets.add(STRANGER);
    const [first] = state.contracts.OperationsLog.history;
    if (first === undefined) throw new Error("no history");
    state.contracts.OperationsLog = { ...state.contracts.OperationsLog, history: [first, first] };
    record.contracts.OperationsLog.history.push(first);
    const found = examine(examined);
    record.contracts.OperationsLog.history.pop();
    expect(found.map(({ check, severity }) => `${severity} ${check}`)).to.deep.equal([
      "warning role-guardians-and-delays",
      "warning contracts-as-recorded",
    ]);
    expect(found[1]?.message).to.include("by break-glass");
  });

  it("notices changed guardians, delays and Safes on the chain itself", async () => {
    const { record, provider, connection } = suite();
    const word = `0x${STRANGER.slice(2).toLowerCase().padStart(64, "0")}`;
    for (const slot of [safeSlots.moduleGuard, safeSlots.fallbackHandler]) {
      await connection.provider.request({
        method: "hardhat_setStorageAt",
        params: [record.safes.technical.address, slot, word],
      });
    }
    const code = await provider.getCode(record.safeContracts.multiSendCallOnly);
    for (const address of [record.safeContracts.multiSendCallOnly, record.safeContracts.guardedSetup]) {
      await connection.provider.request({ method: "hardhat_setCode", params: [address, `${code}00`] });
    }
    const found = examine(await subject());
    const messages = found.map(({ message }) => message).join("\n");
    expect(found.map(({ check }) => check)).to.deep.equal([
      ...["guard-pins", "guard-pins", "councils-guarded", "councils-guarded"],
    ]);
    expect(messages).to.include("module guard is 0x").and.include("fallback handler is 0x");
  });

  it("notices by itself that a node withholds events", async () => {
    const { provider, record, governance } = suite();
    const getLogs = provider.getLogs.bind(provider);
    provider.getLogs = async (filter) => (await getLogs(filter)).slice(0, -1);
    try {
      const state = await readChainState(provider, record, governance.deployer);
      expect(errorsOf(examine({ governance, record, state }))).to.include("evidence-complete");
    } finally {
      provider.getLogs = getLogs;
    }
  });

  it("warns of a system and a playbook that the chain lacks, or has otherwise", async () => {
    const examined = await subject();
    const { systems, playbooks } = examined.state.emergency;
    const [[id, playbook] = []] = [...playbooks];
    if (id === undefined || playbook === undefined) throw new Error("no playbook");
    systems.delete(examined.record.contracts.CredentialLedger.address);
    playbooks.set(id, { ...playbook, duration: playbook.duration + 1 });
    const found = examine(examined);
    expect(found.map(({ check, severity }) => `${severity} ${check}`)).to.deep.equal([
      "warning emergency-ready",
      "warning emergency-ready",
    ]);
    expect(found[0]?.message).to.match(/^CredentialLedger should be "identity" and is unset/);
    expect(found[1]?.message)
      .to.include(` ${playbook.duration} s`)
      .and.include(` ${playbook.duration + 1} s`);
  });
});

type Fault = [check: keyof typeof CHECKS, what: string, harm: (state: Examined["state"], suite: DeployedSuite) => void];

function errorsOf(findings: readonly Finding[]): string[] {
  return findings.filter(({ severity }) => severity === "error").map(({ check }) => check);
}

function grant(state: ChainState, role: keyof typeof ROLE_IDS, account: string, executionDelay: number): void {
  state.registry.grants.get(ROLE_IDS[role])?.set(account, { executionDelay, until: 0 });
}

function accountWith(governance: DeployedSuite["governance"], role: string): string {
  return governance.operators.find(({ roles }) => roles.some((held) => held === role))?.account ?? "";
}
