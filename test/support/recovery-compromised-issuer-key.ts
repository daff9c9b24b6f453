import { expect } from "chai";

import type { Drill } from "#support/recovery-drill";

const HOLDER = "0x40Fc963A729c542424cD800349a7E4Ecc4896624";

export const compromisedIssuerKey: Drill = {
  runbook: "recover-compromised-issuer-key",
  trouble: async (_suite, before) => {
    await before.type("export HARDHAT_NETWORK=anvil");
    await before.type("echo 'HSM 4711' > attestation.md");
    const terms = `--holder ${HOLDER} --custody hsm --document attestation.md --rotation 180d`;
    await before.type(`npx hardhat key register issuer:office-2026 ${terms}`);
  },
  promised: async (_suite, terminal) => {
    const answer = await terminal.type("npx hardhat key list --all --json");
    const { keys } = JSON.parse(answer) as { keys: { name: string; key: { status: string; usable: boolean } }[] };
    expect(keys.map(({ name, key }) => [name, key.status, key.usable])).to.have.deep.members([
      ["issuer:office-2026", "Rotated", false],
      ["issuer:office-2027", "Current", true],
    ]);
    const status = await terminal.type("npx hardhat emergency status --json");
    const { systems } = JSON.parse(status) as { systems: { name: string; mode: string }[] };
    expect(systems.find(({ name }) => name === "credential-office")?.mode).to.equal("NORMAL");
    const shown = await terminal.type("npx hardhat incident show 2026-11-21-issuer-key --json");
    expect(JSON.parse(shown)).to.have.nested.property("incident.status", "Resolved");
  },
};
