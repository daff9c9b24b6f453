import type {
  ArgumentType,
  ContractFuture,
  IgnitionModule,
  IgnitionModuleResult,
} from "@nomicfoundation/ignition-core";

import { buildModule } from "@nomicfoundation/ignition-core";
import { keccak256, ZeroAddress } from "ethers";

import type { Governance } from "#lib/deployment/governance-schema";
import type { SuiteArtifacts } from "#lib/deployment/suite-artifacts";

import { deployBridge, establishBridge } from "#lib/deployment/bridge-steps";
import { policyOverrides } from "#lib/deployment/approval-policies";
import { allSeats, councilMandates, councils, type CouncilKey } from "#lib/deployment/governance-checks";
import { mandateEnd } from "#lib/deployment/mandates";
import { assignSystems, deployEmergency, wireEmergency } from "#lib/deployment/emergency-steps";
import { Genesis, type Contract } from "#lib/deployment/genesis-steps";
import { deployIdentity } from "#lib/deployment/identity-steps";
import { deployPrograms } from "#lib/deployment/program-steps";
import { registryBatches } from "#lib/deployment/registry-batches";
import { functionMappings } from "#lib/permissions/function-mappings";
import { constituencySet, CONSTITUENCY_IDS, COUNCIL_ROLES, ROLE_IDS } from "#lib/permissions/roles";
import { SAFE_CONTRACT_NAMES, safeArtifact, safeProxyCodehash, type SafeContractName } from "#lib/safe/safe-contracts";

/** Delay of the Sovereign Authority's ADMIN: the break-glass path. */
export const BREAK_GLASS_DELAY = 14 * 86_400;

export const SUITE_MODULE = "Suite";

export interface SuiteModuleParameters {
  readonly governance: Governance;
  readonly artifacts: SuiteArtifacts;
  /** Safe's contracts that the chain has already; the others are deployed. */
  readonly safeContracts: Partial<Record<SafeContractName, string>>;
  /** Time of the block at which the deployment began; mandates count from it, on every rerun. */
  readonly startedAt: number;
}

export type SuiteModule = IgnitionModule<typeof SUITE_MODULE, string, IgnitionModuleResult<string>>;

/**
 * The whole deployment as one Ignition module: contracts, councils born guarded, what the registry must know, and the
 * end of the deployer's power. Its steps are strictly in order; Ignition's journal says which are done.
 */
export function suiteModule({ governance, artifacts, safeContracts, startedAt }: SuiteModuleParameters): SuiteModule {
  return buildModule(SUITE_MODULE, (m) => {
    const genesis = new Genesis(m);
    const safe = deploySafeContracts(genesis, safeContracts);

    const registry = genesis.proxied("RoleRegistry", artifacts.RoleRegistry, [], [governance.deployer]);
    const guardedSetup = genesis.contract("GuardedSafeSetup", artifacts.GuardedSafeSetup, []);
    const guard = genesis.contract("GovernanceGuard", artifacts.GovernanceGuard, [
      registry,
      {
        proxyCodehash: safeProxyCodehash(),
        factoryCodehash: keccak256(safeArtifact("proxyFactory").deployedBytecode),
        singletonCodehashes: [keccak256(safeArtifact("singleton").deployedBytecode)],
        multiSendCallOnly: safe.multiSendCallOnly,
        guardedSetup,
        fallbackHandlers: [safe.fallbackHandler],
      },
    ]);
    const safes = bearSafes(genesis, governance, { ...safe, guardedSetup, guard });
    genesis.call("AppointGuard", registry, "appointGuard", [guard]);
    const emergency = deployEmergency(genesis, artifacts, { registry, guard });
    const changeManager = genesis.proxied(
      "ChangeManager",
      artifacts.ChangeManager,
      [registry, guard, emergency.EmergencyController],
      [],
    );
    const contracts = {
      RoleRegistry: registry,
      GovernanceGuard: guard,
      ChangeManager: changeManager,
      OperationsLog: genesis.proxied("OperationsLog", artifacts.OperationsLog, [], [registry]),
      ...emergency,
      ...deployIdentity(genesis, artifacts, {
        registry,
        controller: emergency.EmergencyController,
        keys: emergency.KeyRegistry,
      }),
      ...deployPrograms(genesis, artifacts, { registry, guard, controller: emergency.EmergencyController }),
      ...deployBridge(genesis, artifacts, governance.bridge, {
        registry,
        guard,
        controller: emergency.EmergencyController,
        incidents: emergency.IncidentRegistry,
        keys: emergency.KeyRegistry,
      }),
    };

    const { Entities, Conflicts, Labels, Administrators, Operators } = registryBatches(governance, startedAt);
    genesis.batch("Entities", registry, Entities);
    genesis.batch("Conflicts", registry, Conflicts);
    genesis.batch("Seats", registry, seatCalls(genesis, governance, registry, safes));
    genesis.batch("CouncilRoles", registry, councilRoleCalls(genesis, governance, registry, safes, startedAt));
    genesis.batch("Operators", registry, Operators);
    genesis.batch("Administrators", registry, Administrators);
    genesis.batch("Labels", registry, Labels);

    // While the deployer is ADMIN and these functions are not mapped yet, it may call them.
    registerCouncils(genesis, governance, { registry, guard, safes, ...safe });
    genesis.call("MaintenanceCalendar", changeManager, "setMaintenanceCalendar", [contracts.OperationsLog]);
    wireEmergency(genesis, registry, emergency);
    assignSystems(genesis, governance.emergency, contracts);
    establishBridge(genesis, governance.bridge, contracts);
    for (const { changeClass, id, policy } of policyOverrides(governance)) {
      genesis.call(`Policy${changeClass}`, changeManager, "setPolicy", [id, policy]);
    }

    const mappings = functionMappings().map(({ contract, role, selectors }) =>
      genesis.encode(`Map${contract}${role}`, registry, "setTargetFunctionRole", [
        contracts[contract],
        [...selectors],
        ROLE_IDS[role],
      ]),
    );
    genesis.batch("Mappings", registry, mappings);
    genesis.call("AppointChangeManager", registry, "appointChangeManager", [changeManager]);
    genesis.call("BreakGlass", registry, "grantRole", [ROLE_IDS.ADMIN, safes.sovereign, BREAK_GLASS_DELAY]);
    genesis.call("CloseGenesis", registry, "closeGenesis", []);

    return { ...contracts, ...safes, ...safe, guardedSetup };
  });
}

type SafeContracts = Record<SafeContractName, Contract>;
type Safes = Record<CouncilKey, Contract>;

function deploySafeContracts(genesis: Genesis, found: SuiteModuleParameters["safeContracts"]): SafeContracts {
  const deployed = SAFE_CONTRACT_NAMES.map((name): [SafeContractName, Contract] => {
    const artifact = safeArtifact(name);
    const address = found[name];
    const id = `Safe_${name}`;
    return [
      name,
      address === undefined
        ? genesis.contract(id, artifact, [])
        : genesis.module.contractAt(artifact.contractName, artifact, address, { id }),
    ];
  });
  return Object.fromEntries(deployed) as SafeContracts;
}

function bearSafes(
  genesis: Genesis,
  governance: Governance,
  parts: SafeContracts & { readonly guardedSetup: Contract; readonly guard: Contract },
): Safes {
  const { singleton, proxyFactory, fallbackHandler, guardedSetup, guard } = parts;
  const guarding = genesis.encode("GuardedSetupCall", guardedSetup, "setup", [guard]);
  const born = councils(governance).map(([key, { seats, threshold, saltNonce }]): [CouncilKey, Contract] => {
    const owners = seats.map((seat) => seat.owner);
    const setup = genesis.encode(`Setup_${key}`, singleton, "setup", [
      owners,
      threshold,
      guardedSetup,
      guarding,
      fallbackHandler,
      ZeroAddress,
      0,
      ZeroAddress,
    ]);
    const birth = genesis.module.call(proxyFactory, "createProxyWithNonce", [singleton, setup, BigInt(saltNonce)], {
      id: `Birth_${key}`,
      after: [guard as ContractFuture<string>],
    });
    const address = genesis.module.readEventArgument(birth, "ProxyCreation", "proxy", { id: `Address_${key}` });
    return [key, genesis.module.contractAt("SafeL2", safeArtifact("singleton"), address, { id: `Council_${key}` })];
  });
  return Object.fromEntries(born) as Safes;
}

function seatCalls(genesis: Genesis, governance: Governance, registry: Contract, safes: Safes): ArgumentType[] {
  const ids = new Map(governance.entities.map(({ key, id }) => [key, id]));
  return councils(governance).flatMap(([key, council]) =>
    allSeats(council).map(({ owner, entity, constituency }) =>
      genesis.encode(`Seat_${key}_${owner}`, registry, "assignSeat", [
        safes[key],
        owner,
        ids.get(entity) ?? 0,
        CONSTITUENCY_IDS[constituency],
      ]),
    ),
  );
}

function councilRoleCalls(
  genesis: Genesis,
  governance: Governance,
  registry: Contract,
  safes: Safes,
  startedAt: number,
): ArgumentType[] {
  return councilMandates(governance).map(([key, mandate]) => {
    const role = ROLE_IDS[COUNCIL_ROLES[key]];
    return mandate === undefined
      ? genesis.encode(`Role_${key}`, registry, "grantRole", [role, safes[key], 0])
      : genesis.encode(`Role_${key}`, registry, "grantMandate", [role, safes[key], mandateEnd(mandate, startedAt)]);
  });
}

function registerCouncils(
  genesis: Genesis,
  governance: Governance,
  parts: SafeContracts & { readonly registry: Contract; readonly guard: Contract; readonly safes: Safes },
): void {
  const { guard, safes, proxyFactory, singleton, fallbackHandler } = parts;
  for (const [key, { seats, threshold, saltNonce, policy }] of councils(governance)) {
    genesis.call(`Register_${key}`, guard, "registerCouncil", [
      safes[key],
      {
        factory: proxyFactory,
        singleton,
        owners: seats.map((seat) => seat.owner),
        threshold,
        fallbackHandler,
        saltNonce: BigInt(saltNonce),
      },
      { ...policy, constituencies: constituencySet(policy.constituencies) },
    ]);
  }
}
