import { type EventFragment, getAddress, id, type ParamType, toBeHex } from "ethers";

import { type SuiteContract, suiteInterface } from "#lib/abi/suite-interface";
import { EvidenceWorld } from "#support/evidence-world";

/** Contracts of which each event leaves its mark in a file of a bundle, whatever was said before. */
const TELLERS = [
  "ProgramRegistry",
  "DistributionLedger",
  "AccreditationRegistry",
  "CredentialLedger",
  "KeyRegistry",
  "BridgeGateway",
] as const satisfies readonly SuiteContract[];

/** What begins anew forgets what came before: it happens early, so that the rest leaves marks that last. */
const BEGINNINGS = ["ProgramRegistered", "BatchSubmitted", "KeyRegistered", "ConversionRequested", "InboundAdmitted"];
const EVENTS_OF_A_TRANSACTION = 12;
/** So few of everything that most events are about something that was told of before. */
const POOL = 2;
/** How many members an enumeration has, and its first that is used; no rule holds for other numbers of a byte. */
const ENUMERATIONS: Readonly<Record<string, readonly [first: number, count: number]>> = {
  direction: [0, 2],
  privacy: [0, 3],
  category: [1, 4],
};

type Said = Parameters<EvidenceWorld["sayTogether"]>[0][number];

/**
 * A history that keeps to no rule at all: events of the registers and the bridge with arguments by chance, the same for the
 * same seed. What follows from them as files follows all the same, and no story that somebody thought of leaves out so little.
 */
export async function randomHistory(seed: number, transactions: number): Promise<EvidenceWorld> {
  const world = await EvidenceWorld.create();
  await world.found();
  const chance = new Chance(seed);
  const all = TELLERS.flatMap((contract) => eventsOf(contract).map((form) => [contract, form] as const));
  const later = all.filter(([, { name }]) => !BEGINNINGS.includes(name));
  for (let count = 0; count < transactions; count += 1) {
    const said = Array.from({ length: EVENTS_OF_A_TRANSACTION }, (): Said => {
      const [contract, form] = chance.of(count < transactions / 4 ? all : later);
      return [contract, form.name, form.inputs.map((input) => valueOf(input, chance))];
    });
    await world.sayTogether(said);
    if (count % 4 === 3) await acknowledge(world, chance);
  }
  return world;
}

/** Monitoring names one of the last blocks. */
async function acknowledge(world: EvidenceWorld, chance: Chance): Promise<void> {
  const latest = Number(await world.node.send("eth_blockNumber", []));
  const observed = latest - chance.below(3);
  await world.say("ChangeManager", "ChangeAcknowledged", [
    id("change"),
    address(1),
    observed,
    id("hash"),
    id("metrics"),
  ]);
}

/** Without those of proxies, which no file tells of. */
function eventsOf(contract: SuiteContract): EventFragment[] {
  const found: EventFragment[] = [];
  suiteInterface(contract).forEachEvent((event) => {
    if (!["Initialized", "Upgraded", "UpgradeAuthorized"].includes(event.name)) found.push(event);
  });
  return found;
}

function valueOf(type: ParamType, chance: Chance): unknown {
  if (type.isTuple()) return type.components.map((component) => valueOf(component, chance));
  if (type.isArray()) return [valueOf(type.arrayChildren, chance)];
  const number = chance.below(POOL);
  switch (type.type) {
    case "address":
      return address(number);
    case "bytes32":
      return id(String(number));
    case "bool":
      return number === 1;
    case "string":
      return `text ${number}`;
    default: {
      const [first, count] = ENUMERATIONS[type.name] ?? [0, 4];
      return type.type === "uint8" ? first + chance.below(count) : chance.below(1_000);
    }
  }
}

function address(number: number): string {
  return getAddress(toBeHex(0xabcdef01 + number, 20));
}

/** Numbers that look like chance, and are the same for the same seed (mulberry32). */
class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  of<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError("nothing to choose from");
    return item;
  }
}
