import { readFileSync, writeFileSync } from "node:fs";

import { toBeHex } from "ethers";

import { type SuiteContract, suiteContracts, suiteInterface } from "#lib/abi/suite-interface";
import { directions, failureReasons } from "#lib/bridge/gateway-words";
import { parameterActs } from "#lib/bridge/parameter-values";
import { BRIDGE_PARAMETERS } from "#lib/bridge/parameters";
import { MODES, OPERATIONS } from "#lib/emergency/system-modes";
import { baseNeeds } from "#lib/evidence/account-state";
import { sha256 } from "#lib/evidence/bag";
import { toBytes } from "#lib/files/canonical-json";
import { changeClasses } from "#lib/evidence/change-history";
import { bundlePaths, schemaFiles } from "#lib/evidence/format";
import { evidenceHeadSlot } from "#lib/evidence/hash-chain";
import { neededBesides, neededWhenNarrowed } from "#lib/evidence/narrow";
import {
  accreditationKinds,
  credentialStatuses,
  exceptionKinds,
  exceptionStatuses,
  phases,
  privacyModes,
  requirements,
} from "#lib/evidence/register-words";
import type { Trust } from "#lib/evidence/trust";
import { audiences, severities } from "#lib/incident/incident";
import { custodies } from "#lib/keys/key";
import { keyCategories } from "#lib/keys/key-id";

/** The verifier in Python: one file, which therefore holds its tables itself. */
const verifierPath = new URL("../../evidence-verify.py", import.meta.url);

const BEGIN = "# Written by npm run check:abi -- --update. Begin.\n";
const END = "# End.\n";

/** Enumerations of the contracts, contracts without which no narrowed bundle can be judged, and its views. */
const names: Readonly<Record<string, readonly string[]>> = {
  NEEDED_WHEN_NARROWED: neededWhenNarrowed,
  NEEDED_FOR_PROGRAM: neededBesides.program,
  NARROWED_VIEWS: [bundlePaths.story, bundlePaths.programStory],
  CHANGE_CLASSES: changeClasses,
  SEVERITIES: severities,
  AUDIENCES: audiences,
  MODES,
  OPERATIONS,
  DIRECTIONS: directions,
  FAILURE_REASONS: failureReasons,
  PHASES: phases,
  PRIVACY_MODES: privacyModes,
  REQUIREMENTS: requirements,
  EXCEPTION_KINDS: exceptionKinds,
  EXCEPTION_STATUSES: exceptionStatuses,
  ACCREDITATION_KINDS: accreditationKinds,
  CREDENTIAL_STATUSES: credentialStatuses,
  KEY_CATEGORIES: keyCategories,
  BRIDGE_PARAMETERS,
  PARAMETER_ACTS: parameterActs,
  CUSTODIES: custodies,
};

/** Whether the tables of the verifier in Python are those of the suite. */
export function verifierTablesHold(): boolean {
  const text = readFileSync(verifierPath, "utf8");
  return withTables(text) === text;
}

export function updateVerifierTables(): void {
  writeFileSync(verifierPath, withTables(readFileSync(verifierPath, "utf8")));
}

function withTables(text: string): string {
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error("evidence-verify.py has lost the marks of its tables");
  return `${text.slice(0, begin)}${BEGIN}${tables()}${text.slice(end)}`;
}

/** What the verifier cannot know by itself: forms of events and calls, slots that proofs cover, schemas, names. */
function tables(): string {
  const events = suiteContracts.map((name): [string, string] => [name, pythonText(eventsOf(name))]);
  const functions = suiteContracts.map((name): [string, string] => [name, pythonText(functionsOf(name))]);
  const slots = [...extraSlots()].map(([name, words]): [string, string] => [name, pythonTuple(words)]);
  const schemas = [...schemaFiles()].map(([path, text]): [string, string] => [path, `"${sha256(toBytes(text))}"`]);
  const views = Object.entries(bundlePaths).flatMap(([name, path]): [string, string][] =>
    typeof path === "string" ? [[name, `"${path}"`]] : [],
  );
  return [
    pythonDict("EVENTS: Dict[str, str]", events),
    pythonDict("FUNCTIONS: Dict[str, str]", functions),
    pythonDict("EXTRA_SLOTS: Dict[str, Tuple[str, ...]]", slots),
    pythonDict("SCHEMAS: Dict[str, str]", schemas),
    pythonDict("VIEWS: Dict[str, str]", views),
    ...Object.entries(names).map(([name, items]) => `${name} = ${pythonTuple(items)}\n`),
  ].join("");
}

function eventsOf(contract: SuiteContract): string[] {
  const found: string[] = [];
  suiteInterface(contract).forEachEvent((event) => {
    if (!event.anonymous) found.push(event.format("full").replace(/^event /, ""));
  });
  return found;
}

function functionsOf(contract: SuiteContract): string[] {
  const found: string[] = [];
  suiteInterface(contract).forEachFunction(({ name, inputs }) => {
    found.push(`${name}(${inputs.map((input) => input.format("full")).join(", ")})`);
  });
  return found;
}

/** Slots beside the head of the evidence chain, by contract: the exporter's own rule, asked with made-up addresses. */
function extraSlots(): Map<string, string[]> {
  const named = suiteContracts.map((name, index) => [name, toBeHex(index + 1, 20)] as const);
  const contracts: Trust["contracts"] = Object.fromEntries(
    named.map(([name, address]) => [name, { address, codehash: "", implementations: null }]),
  );
  const anchor = { blockNumber: 0, blockHash: "" };
  const trust: Trust = {
    schema: "sign.trust.v1",
    chainId: 1,
    anchor,
    contracts,
    safes: {},
    multiSendCallOnly: toBeHex(0, 20),
  };
  const needs = baseNeeds(trust);
  const extra = named.map(([name, address]): [string, string[]] => [
    name,
    (needs.get(address) ?? []).filter((slot) => slot !== evidenceHeadSlot),
  ]);
  return new Map(extra.filter(([, slots]) => slots.length > 0));
}

function pythonDict(name: string, entries: readonly (readonly [string, string])[]): string {
  return `${name} = {\n${entries.map(([key, value]) => `    "${key}": ${value},\n`).join("")}}\n`;
}

/** A declaration a line. */
function pythonText(declarations: readonly string[]): string {
  return `"""\n${declarations.toSorted().join("\n")}\n"""`;
}

function pythonTuple(items: readonly string[]): string {
  return `(\n${items.map((item) => `    "${item}",\n`).join("")})`;
}
