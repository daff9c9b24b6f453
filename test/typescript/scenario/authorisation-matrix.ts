import { expect } from "chai";
import { AbiCoder, Contract, id, keccak256, Wallet, ZeroHash } from "ethers";

import type { SuiteContract } from "#lib/abi/suite-interface";
import type { CouncilKey } from "#lib/deployment/governance-checks";
import type { Permission } from "#lib/permissions/permissions-table";

import { suiteInterface } from "#lib/abi/suite-interface";
import { tableGaps } from "#lib/permissions/function-mappings";
import { PERMISSIONS } from "#lib/permissions/permissions-table";
import { CAPABILITY_ROLES, COUNCIL_ROLES, ROLE_IDS, type CouncilRole, type RoleName } from "#lib/permissions/roles";
import * as changes from "#support/governed-changes";
import { emptyArguments, probe, type Outcome } from "#support/probe";
import { loadSuite, type DeployedSuite } from "#support/suite";

/** Every error that says "not you"; whoever is authorised must never meet one. */
const REFUSALS = new Set([
  "AccessManagedUnauthorized",
  "AccessManagedRequiredDelay",
  "AccessManagerUnauthorizedAccount",
  "AccessManagerUnauthorizedCall",
  "AccessManagerUnauthorizedCancel",
  "AccessManagerUnauthorizedConsume",
  "AccessManagerBadConfirmation",
  "AccessManagerNotScheduled",
  "ApproverRequired",
  "ChangeManagerRequired",
  "CouncilRoleRequired",
  "EmergencyControllerRequired",
  "IncidentRegistryRequired",
  "MissingConstituency",
  "NotOfSystem",
  "NothingInFlight",
  "UnknownCouncil",
]);

const DAY = 86_400;
const COUNCILS = Object.keys(COUNCIL_ROLES) as CouncilKey[];

interface Caller {
  readonly name: string;
  readonly address: string;
  readonly roles: readonly RoleName[];
  readonly council?: CouncilKey;
}

describe("Authorisation matrix", () => {
  let suite: DeployedSuite;
  let callers: Caller[];
  /** Proposed, Queued and Executed changes, and an operation of the break-glass path. */
  let proposed: string, queued: string, executed: string;
  let executedChange: changes.ChangeFields;
  let scheduled: string;
  /** Time of the chain. */
  let now: number;

  before(async () => {
    suite = await loadSuite();
    callers = everyCaller(suite);
    await prepare();
  });

  it("has an entry for every function that changes state, and a function for every entry", () => {
    expect(tableGaps()).to.deep.equal({ missing: [], obsolete: [] });
  });

  it("has a caller for every role", () => {
    const held = new Set(callers.flatMap(({ roles }) => roles));
    expect([...held].sort()).to.deep.equal(Object.keys(ROLE_IDS).sort());
  });

  it("finds every function mapped in the registry as the table says", async () => {
    const registry = new Contract(addressOf("RoleRegistry"), suiteInterface("RoleRegistry"), suite.provider);
    for (const { contract, signature, access } of PERMISSIONS) {
      const selector = suiteInterface(contract).getFunction(signature)?.selector;
      const role: unknown = await registry
        .getFunction("getTargetFunctionRole")
        .staticCall(addressOf(contract), selector);
      expect(role, signature).to.equal(access.kind === "role" ? ROLE_IDS[access.role] : ROLE_IDS.ADMIN);
    }
  });

  for (const permission of PERMISSIONS) {
    const { contract, signature, access } = permission;
    it(`${contract}.${signature.split("(")[0] ?? ""} answers every caller as the table says (${access.kind})`, async () => {
      for (const caller of callers) {
        const outcome = await probe(suite.provider, caller.address, addressOf(contract), dataFor(permission, caller));
        judge(permission, caller, outcome);
      }
    });
  }

  describe("councils, speaking with their quorum", () => {
    for (const permission of PERMISSIONS) {
      const { contract, signature, access } = permission;
      if (access.kind !== "council" && access.kind !== "safe") continue;
      it(`${contract}.${signature.split("(")[0] ?? ""}`, async () => {
        for (const council of COUNCILS) {
          const data = suiteInterface(contract).encodeFunctionData(signature, councilArguments(permission, council));
          const { error, values } = await asCouncil(council, addressOf(contract), data);
          const refused = expectedOf(permission, council);
          if (refused === undefined) expect(REFUSALS, `${council}: ${error}`).to.not.include(error);
          else expect({ error, values }, council).to.deep.equal(refused);
        }
      });
    }

    it("RoleRegistry.cancel stops a break-glass operation for its caller and for the Emergency Council alone", async () => {
      const data = cancelData();
      for (const council of COUNCILS) {
        const { error } = await asCouncil(council, addressOf("RoleRegistry"), data);
        const mayCancel = council === "emergency" || council === "sovereign";
        expect(error, council).to.equal(mayCancel ? "" : "AccessManagerUnauthorizedCancel");
      }
    });
  });

  /** Judges a call that is no council's transaction. */
  function judge({ contract, signature, access }: Permission, caller: Caller, outcome: Outcome): void {
    const label = `${caller.name} → ${contract}.${signature}`;
    const refused = (error: string, ...values: unknown[]): void => {
      expect(outcome, label).to.deep.equal({ error, values: values.map(String) });
    };
    const allowed = (): void => {
      expect(REFUSALS, `${label}: ${outcome.error}`).to.not.include(outcome.error);
    };
    switch (access.kind) {
      case "role":
        if (caller.roles.includes(access.role)) allowed();
        else refused("AccessManagedUnauthorized", caller.address);
        return;
      case "admin":
        if (caller.council === "sovereign") refusedBreakGlass(contract, outcome, label);
        else if (caller.roles.includes("ADMIN")) allowed();
        else if (contract === "RoleRegistry") refused("AccessManagerUnauthorizedAccount", caller.address, 0n);
        else refused("AccessManagedUnauthorized", caller.address);
        return;
      case "role-admin":
        // The arguments name ISSUER, which the Identity Authority administers.
        if (caller.roles.includes("IDENTITY_AUTHORITY")) allowed();
        else refused("AccessManagerUnauthorizedAccount", caller.address, ROLE_IDS.IDENTITY_AUTHORITY);
        return;
      case "council":
        refused(caller.council === undefined ? "UnknownCouncil" : "NothingInFlight", caller.address);
        return;
      case "safe":
        // Whoever is no Safe has no nonce that the guard could ask for, or is no guarded Safe: it writes about itself.
        if (signature.startsWith("checkTransaction(")) allowed();
        else refused("NothingInFlight", caller.address);
        return;
      case "contract":
        if (caller.name === access.contract) allowed();
        else refused(...refusalOfContract(access.contract, caller));
        return;
      case "registry":
        refused("AccessManagedUnauthorized", caller.address);
        return;
      case "initializer":
        refused("InvalidInitialization");
        return;
      case "own":
        judgeOwn(signature.split("(")[0] ?? "", contract, caller, outcome, refused);
        return;
      case "public":
        allowed();
        return;
    }
  }

  /** How a function that only one contract may call refuses another. */
  function refusalOfContract(contract: string, { address }: Caller): [error: string, ...values: unknown[]] {
    const named: Readonly<Record<string, string>> = { BridgeParameters: "OnlyParameters", BridgeGateway: "OnlySelf" };
    if (contract in suite.record.contracts) return [named[contract] ?? `${contract}Required`, address];
    return ["NotOfSystem", address, ZeroHash];
  }

  function judgeOwn(
    name: string,
    contract: SuiteContract,
    caller: Caller,
    outcome: Outcome,
    refused: (error: string, ...values: unknown[]) => void,
  ): void {
    const sovereign = suite.record.safes.sovereign.address;
    const registry = addressOf("RoleRegistry");
    const selector = scheduled.slice(0, 10);
    const label = `${caller.name} → ${contract}.${name}`;
    if (contract === "ChangeManager") {
      // The id binds the proposer: another proposer's change is unknown to it.
      const isOwn = caller.address === changes.operatorOf(suite, "CHANGE_PROPOSER");
      expect(outcome.error, label).to.equal(isOwn ? "" : "UnknownChange");
    } else if (name === "renounceRole") refused("AccessManagerBadConfirmation");
    else if (name === "schedule") {
      if (caller.council === "sovereign") expect(outcome.error, label).to.equal("AccessManagerAlreadyScheduled");
      else refused("AccessManagerUnauthorizedCall", caller.address, registry, selector);
    } else if (name === "execute") {
      const expected = caller.council === "sovereign" ? "BreakGlassUnjustified" : "AccessManagerNotScheduled";
      expect(outcome.error, label).to.equal(expected);
    } else if (name === "cancel") {
      if (caller.council === "sovereign") expect(outcome.error, label).to.equal("");
      else if (caller.council === "emergency") refused("NothingInFlight", caller.address);
      else refused("AccessManagerUnauthorizedCancel", caller.address, sovereign, registry, selector);
    } else {
      expect.fail(`${label}: no expectation`);
    }
  }

  /** The Sovereign Authority's ADMIN waits: on the registry for a schedule, elsewhere for the registry's `execute`. */
  function refusedBreakGlass(contract: string, { error }: Outcome, label: string): void {
    expect(error, label).to.equal(
      contract === "RoleRegistry" ? "AccessManagerNotScheduled" : "AccessManagerLockedFunction",
    );
  }

  function dataFor(permission: Permission, caller: Caller): string {
    const { contract, signature, access } = permission;
    const name = signature.split("(")[0] ?? "";
    const encode = (values: readonly unknown[]): string =>
      suiteInterface(contract).encodeFunctionData(signature, values);
    if (access.kind === "council") return encode(councilArguments(permission, caller.council ?? "technical"));
    if (access.kind === "role-admin") {
      const account = changes.operatorOf(suite, "ISSUER");
      return encode([ROLE_IDS.ISSUER, account, now + 30 * DAY].slice(0, emptyArguments(contract, signature).length));
    }
    if (access.kind === "own") {
      if (contract === "ChangeManager") return encode([changes.documentChange("proposed")]);
      if (name === "renounceRole") return encode([ROLE_IDS.ISSUER, addressOf("OperationsLog")]);
      if (name === "schedule") return encode([addressOf("RoleRegistry"), scheduled, 0]);
      if (name === "execute") return encode([addressOf("RoleRegistry"), scheduled]);
      if (name === "cancel") return cancelData();
      return encode([caller.address, scheduled]);
    }
    const values = emptyArguments(contract, signature);
    if (contract === "GovernanceGuard" && access.kind === "role") values[0] = suite.record.safes.technical.address;
    return encode(values);
  }

  /** What a council says with each of its functions, about what `prepare` has put on the chain. */
  function councilArguments({ contract, signature }: Permission, council: CouncilKey): readonly unknown[] {
    const own = ROLE_IDS[COUNCIL_ROLES[council]];
    const reason = id("reason");
    const operation = AbiCoder.defaultAbiCoder().encode(
      ["address", "address", "bytes"],
      [suite.record.safes.sovereign.address, addressOf("RoleRegistry"), scheduled],
    );
    const table: Readonly<Record<string, readonly unknown[]>> = {
      approve: [proposed, 0, 0, now + 10 * DAY],
      veto: [queued, own, reason],
      rollback: [executedChange, changes.operatorOf(suite, "CHANGE_PROPOSER"), own, reason],
      renewMandate: [ROLE_IDS.TECHNICAL_COMMITTEE, suite.record.safes.technical.address, now + 60 * DAY],
      suspend: [changes.operatorOf(suite, "ISSUER"), now + DAY, reason],
      liftSuspension: [changes.operatorOf(suite, "ISSUER")],
      justifyBreakGlass: [keccak256(operation), [reason, reason, reason]],
    };
    return table[signature.split("(")[0] ?? ""] ?? emptyArguments(contract, signature);
  }

  /** How a council with its quorum is refused; undefined when it may. */
  function expectedOf({ signature, access }: Permission, council: CouncilKey): Outcome | undefined {
    const name = signature.split("(")[0] ?? "";
    const safe = suite.record.safes[council].address;
    const only = (allowed: CouncilRole): Outcome | undefined =>
      COUNCIL_ROLES[council] === allowed
        ? undefined
        : { error: "CouncilRoleRequired", values: [safe, String(ROLE_IDS[allowed])] };
    const approverOf = (change: string, ...allowed: CouncilKey[]): Outcome | undefined =>
      allowed.includes(council) ? undefined : { error: "ApproverRequired", values: [change, safe] };
    if (name === "approve") return only("TECHNICAL_COMMITTEE");
    if (name === "veto") return approverOf(queued, "technical", "emergency", "sovereign");
    if (name === "rollback") return approverOf(executed, "technical", "emergency");
    if (name === "announceExit" || name === "revokeExit") return undefined;
    const [sole] = access.kind === "council" ? access.roles : [];
    if (sole !== undefined) return only(sole);
    // A Safe cannot make its guard judge a transaction of its own choosing.
    return {
      error: "GuardCallRefused",
      values: [safe, suiteInterface("GovernanceGuard").getFunction(name)?.selector ?? ""],
    };
  }

  async function asCouncil(council: CouncilKey, to: string, data: string): Promise<Outcome> {
    const execution = await changes.councilExecution(suite, council, to, data);
    return probe(suite.provider, Wallet.createRandom().address, suite.record.safes[council].address, execution);
  }

  function cancelData(): string {
    const sovereign = suite.record.safes.sovereign.address;
    return suiteInterface("RoleRegistry").encodeFunctionData("cancel", [
      sovereign,
      addressOf("RoleRegistry"),
      scheduled,
    ]);
  }

  function addressOf(contract: SuiteContract): string {
    return suite.record.contracts[contract].address;
  }

  async function prepare(): Promise<void> {
    executedChange = changes.cadenceChange(suite, "executed");
    executed = await changes.propose(suite, executedChange);
    await changes.approve(suite, executed, 1, "technical");
    await changes.passTime(suite, DAY + 1);
    await changes.execute(suite, executedChange);
    proposed = await changes.propose(suite, changes.documentChange("proposed"));
    queued = await changes.propose(suite, changes.documentChange("queued"));
    await changes.approve(suite, queued, 0, "technical");
    const registry = suiteInterface("RoleRegistry");
    scheduled = registry.encodeFunctionData("labelRole", [ROLE_IDS.ISSUER, "issuer"]);
    const schedule = registry.encodeFunctionData("schedule", [addressOf("RoleRegistry"), scheduled, 0]);
    await changes.sendAsCouncil(suite, "sovereign", addressOf("RoleRegistry"), schedule);
    now = (await suite.provider.getBlock("latest"))?.timestamp ?? 0;
  }
});

/** One account for every role, the Safes as plain callers, and those who hold nothing. */
function everyCaller({ governance, record }: DeployedSuite): Caller[] {
  return [
    ...governance.operators.map(({ account, roles }) => ({ name: roles.join(" and "), address: account, roles })),
    ...COUNCILS.map((council) => ({
      name: `${council} Safe without a quorum`,
      address: record.safes[council].address,
      roles: [COUNCIL_ROLES[council]],
      council,
    })),
    { name: "ChangeManager", address: record.contracts.ChangeManager.address, roles: ["ADMIN", ...CAPABILITY_ROLES] },
    ...(["IncidentRegistry", "EmergencyController"] as const).map((name) => ({
      name,
      address: record.contracts[name].address,
      roles: [],
    })),
    { name: "owner alone", address: governance.councils.governance.seats[0]?.owner ?? "", roles: [] },
    { name: "stripped deployer", address: governance.deployer, roles: [] },
    { name: "stranger", address: Wallet.createRandom().address, roles: [] },
  ];
}
