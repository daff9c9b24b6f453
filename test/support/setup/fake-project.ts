import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { execPath, platform, arch } from "node:process";
import { fileURLToPath } from "node:url";

import { temporaryFolder } from "#support/temporary-folder";

const SCRIPT = "scripts/setup/ensure-toolchain.mjs";
const SCRIPTS = [SCRIPT, "scripts/setup/folder-lock.mjs"];
const REPOSITORY = fileURLToPath(new URL("../../..", import.meta.url));
const MANIFEST = { devDependencies: { node: "24.0.1", a: "1.0.0" } };
const BINDING = `node_modules/@nomicfoundation/edr-${platform}-${arch}-gnu/package.json`;

export interface SetupRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A project folder with the set-up script and an `npx` that records its arguments and "installs" what the lock says. */
export class FakeProject {
  readonly root = temporaryFolder();

  constructor() {
    mkdirSync(this.path("scripts/setup"), { recursive: true });
    for (const script of SCRIPTS) cpSync(path.join(REPOSITORY, script), this.path(script));
    this.write("package.json", MANIFEST);
    this.write("package-lock.json", this.lock("1.0.0"));
    this.fakeNpx(`mkdir -p node_modules/node/bin "$(dirname ${BINDING})"
touch node_modules/node/bin/node ${BINDING}
cp package-lock.json node_modules/.package-lock.json`);
  }

  /** Replaces what `npx` does after recording its arguments. */
  fakeNpx(body: string): void {
    mkdirSync(this.path("bin"), { recursive: true });
    writeFileSync(this.path("bin/npx"), `#!/bin/sh\necho "$@" >>npx.log\n${body}\n`, { mode: 0o755 });
  }

  /** Command lines that `npx` was given. */
  installations(): string[] {
    if (!existsSync(this.path("npx.log"))) return [];
    return readFileSync(this.path("npx.log"), "utf8").trimEnd().split("\n");
  }

  /** Runs the script, with more variables in its environment. */
  async run(environment: Readonly<Record<string, string>> = {}): Promise<SetupRun> {
    const child = spawn(execPath, [this.path(SCRIPT)], {
      env: { PATH: `${this.path("bin")}:/usr/bin:/bin`, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    return await new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => {
        resolve({ code, stdout, stderr });
      });
    });
  }

  lock(version: string): object {
    const { devDependencies } = MANIFEST;
    return { packages: { "": { devDependencies }, "node_modules/a": { version, integrity: `sha512-${version}` } } };
  }

  write(file: string, content: unknown): void {
    mkdirSync(path.dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), typeof content === "string" ? content : JSON.stringify(content));
  }

  remove(file = "."): void {
    rmSync(this.path(file), { recursive: true });
  }

  exists(file: string): boolean {
    return existsSync(this.path(file));
  }

  removeBinding(): void {
    this.remove(path.dirname(BINDING));
  }

  private path(file: string): string {
    return path.join(this.root, file);
  }
}
