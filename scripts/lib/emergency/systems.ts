import { existsSync } from "node:fs";

import { z } from "zod";

import { emergencySchema, type EmergencyConfig, type SystemEntry } from "#lib/deployment/emergency-schema";
import { governancePath } from "#lib/deployment/governance-schema";
import { systemId } from "#lib/emergency/system-id";
import { SuiteError } from "#lib/errors/suite-error";
import { readJsonFile } from "#lib/files/json-file";
import { isDigest } from "#lib/input/parse-digest";

/** A system that can be restricted. */
export interface KnownSystem {
  readonly id: string;
  /** The id itself for a system that governance.json does not name. */
  readonly name: string;
  readonly kind: SystemEntry["kind"] | "unknown";
}

/** Names of a country's systems, in both directions. */
export class SystemBook {
  readonly #known: readonly KnownSystem[];

  constructor(systems: readonly SystemEntry[]) {
    this.#known = systems.map((system) => ({ id: systemId(system), name: system.name, kind: system.kind }));
  }

  get all(): readonly KnownSystem[] {
    return this.#known;
  }

  /**
   * A system by its name or by its id.
   *
   * @throws SuiteError `input/unknown-system`.
   */
  resolve(value: string): KnownSystem {
    if (isDigest(value) && BigInt(value) !== 0n) return this.named(value.toLowerCase());
    const found = this.#known.find(({ name }) => name === value);
    if (found !== undefined) return found;
    const names = this.#known.map(({ name }) => name);
    throw new SuiteError({
      code: "input/unknown-system",
      message: `"${value}" is no system of this deployment.`,
      hint:
        names.length === 0
          ? "governance.json names no systems; give the id, 0x and 64 hex digits."
          : `Use one of ${names.join(", ")}, or an id.`,
      details: { value, systems: names },
    });
  }

  /** The system of an id, under its name where it has one. */
  named(id: string): KnownSystem {
    return this.#known.find((system) => system.id === id) ?? { id, name: id, kind: "unknown" };
  }
}

/** The part of governance.json that an emergency needs. The rest is not judged: it must not stand in the way. */
const governanceSchema = z.object({ emergency: emergencySchema });

/**
 * The systems and playbooks of governance.json; none when the file is missing, so that an emergency can be met by ids
 * alone.
 *
 * @throws SuiteError those of `readJsonFile`.
 */
export function readEmergencyConfig(deploymentDirectory: string): EmergencyConfig {
  const path = governancePath(deploymentDirectory);
  return existsSync(path) ? readJsonFile(path, governanceSchema).emergency : { systems: [], playbooks: [] };
}

/** The systems of {@link readEmergencyConfig} by name. */
export function readSystems(deploymentDirectory: string): SystemBook {
  return new SystemBook(readEmergencyConfig(deploymentDirectory).systems);
}
