import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import hre from "hardhat";

import { ethersProvider } from "#lib/chain/connection";
import { chainTime } from "#lib/chain/chain-time";
import type { PayoutRow } from "#lib/batch/payout-file";
import { isoTime } from "#lib/input/parse-time";
import type { RuleSet } from "#lib/program/rule-set";
import { EmergencyCountry } from "#support/emergency-country";
import { csvOf, RULES_FILE, SECRET, totalOf } from "#support/payout";

export const PROGRAM = "child-benefit";

const DAY = 86_400;

/** The demonstration country with what a programme needs, on this process's chain, driven by tasks. */
export class GovernedProgram {
  readonly country: EmergencyCountry;
  readonly #startsAt: string;

  private constructor(country: EmergencyCountry, startsAt: string) {
    this.country = country;
    this.#startsAt = startsAt;
  }

  static async start(): Promise<GovernedProgram> {
    const country = await EmergencyCountry.start();
    const { provider } = await hre.network.getOrCreate();
    const now = await chainTime(ethersProvider(provider));
    return new GovernedProgram(country, isoTime(now - (now % DAY)));
  }

  /** A file of rules; its first period is the present one. */
  rules(version: number, change: (rules: RuleSet) => object = () => ({})): string {
    const template = JSON.parse(readFileSync(RULES_FILE, "utf8")) as RuleSet;
    const schedule = { ...template.schedule, startsAt: this.#startsAt };
    const rules = { ...template, version, schedule, ...change({ ...template, schedule }) };
    return this.country.write(`rules-${String(version)}.json`, JSON.stringify(rules));
  }

  /** Writes what a council signs, signs it and executes it. */
  async decide(task: string, council: "sovereign" | "program", given: object, verify: object = {}): Promise<void> {
    const { file } = await this.country.answers(task, given);
    await this.country.answers("program verify", { file, ...verify });
    await this.country.throughSafe(file, council);
  }

  /** Takes the programme from nothing to its pilot. */
  async pilot(document: string): Promise<void> {
    const { country } = this;
    const rules = this.rules(1);
    const terms = { rules, authority: "benefits-agency", privacy: "private", metadata: document, legal: document };
    await this.decide("program register", "sovereign", terms);
    await this.decide("program publish", "program", { rules });
    const entity = "payment-offices";
    await this.decide("program authorise", "program", { program: PROGRAM, entity, approval: document });
    await this.decide("program budget", "sovereign", { program: PROGRAM, budget: "1000000", approval: document });
    for (const paper of PILOT_PAPERS)
      await country.answers("program record", { program: PROGRAM, paper, file: document });
    const caps = { participants: "1000", amount: "500000" };
    await this.decide("program advance", "sovereign", { program: PROGRAM, to: "pilot", ...caps, decision: document });
  }

  /** Builds a batch of the first period; returns its folder. */
  async build(name: string, rows: readonly PayoutRow[]): Promise<string> {
    const payout = this.country.write(`${name}.csv`, csvOf(rows));
    const secretFile = join(this.country.folder, "secret");
    writeFileSync(secretFile, `0x${SECRET.toString("hex")}`, { mode: 0o600 });
    const control = { rows: String(rows.length), total: String(totalOf(rows)) };
    const rules = join(this.country.folder, "rules-1.json");
    const given = { payout, rules, period: "1", name, secretFile, ...control };
    return String((await this.country.answers("batch build", given))["folder"]);
  }
}

export const PILOT_PAPERS = [
  "stakeholder-map",
  "privacy-requirements",
  "governance-and-custody",
  "pilot-controls",
  "pilot-monitoring",
] as const;
