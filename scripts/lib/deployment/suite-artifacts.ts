import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

import type { Artifact } from "@nomicfoundation/ignition-core";

import { suiteContracts, type SuiteContract } from "#lib/abi/suite-interface";

/** What a deployment puts on the chain, besides Safe's own contracts; a token in rehearsals only. */
export type SuiteArtifacts = Readonly<Record<SuiteContract | "GuardedSafeSetup" | "RailToken", Artifact>>;

/** Reads one compiled contract by name; Hardhat's `artifacts.readArtifact` fits. */
export type ReadArtifact = (name: string) => Promise<Artifact>;

/** Loads the compiled suite. */
export async function loadSuiteArtifacts(readArtifact: ReadArtifact): Promise<SuiteArtifacts> {
  const names = [...suiteContracts, "GuardedSafeSetup", "RailToken"] as const;
  const loaded = await Promise.all(names.map(async (name) => [name, await readArtifact(name)] as const));
  return Object.fromEntries(loaded) as SuiteArtifacts;
}

/** OpenZeppelin's own build of the proxy: the same bytes in every deployment, whatever compiler the suite uses. */
export function proxyArtifact(): Artifact {
  const path = createRequire(import.meta.url).resolve("@openzeppelin/contracts/build/contracts/ERC1967Proxy.json");
  return JSON.parse(readFileSync(path, "utf8")) as Artifact;
}
