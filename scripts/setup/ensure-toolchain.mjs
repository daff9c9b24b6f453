/**
 * Makes sure that `node_modules` is complete before any npm script runs, on whatever Node the machine has.
 *
 * The project's tools need Node 24, which is itself a dev dependency: npm puts `node_modules/.bin` first on the PATH of
 * every script, so that after the installation they run on it. What this file cannot rely on is exactly what it installs,
 * hence: plain JavaScript, built-ins of Node 20 only.
 *
 * An installation that runs on an older Node leaves out optional packages with an engine range (the EVM's native binding
 * is one) without saying so; therefore the installation itself runs on the pinned Node.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { tryLock } from "./folder-lock.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const modules = path.join(root, "node_modules");

/** Set for the installation that this file starts, so that its own postinstall does not start another. */
const NESTED = "SIGN_TOOLCHAIN_INSTALLING";

const LOCK_WAIT_MS = 15 * 60_000;
const LOCK_POLL_MS = 250;

try {
  ensureToolchain(process.argv.includes("--after-install"));
} catch (error) {
  process.stderr.write(`setup: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function ensureToolchain(afterInstall) {
  const nested = process.env[NESTED] === "1";
  if (nested || findDefect() === undefined) return;
  const nodeVersion = readManifest().devDependencies.node;

  const release = acquireLock();
  try {
    // Another script may have done the work while this one waited.
    const defect = findDefect();
    if (defect === undefined) return;
    process.stderr.write(`setup: ${defect}; installing with Node ${nodeVersion} (about a minute)\n`);
    install(nodeVersion);
    const remaining = findDefect();
    if (remaining !== undefined) throw new Error(`the installation ended, but ${remaining}. ${advice(nodeVersion)}`);
    process.stderr.write(`setup: ready${afterInstall ? ", repaired after an installation on an older Node" : ""}\n`);
  } finally {
    release();
  }
}

/** What is wrong with `node_modules`, or undefined. */
function findDefect() {
  const manifest = readManifest();
  const lock = readJson(path.join(root, "package-lock.json"));
  for (const group of ["dependencies", "devDependencies", "optionalDependencies"]) {
    const [name] = differingKeys(manifest[group], lock.packages[""][group]);
    if (name !== undefined) {
      throw new Error(
        `package.json and package-lock.json disagree about "${name}". ` +
          `Run: npx -y -p node@${manifest.devDependencies.node} -- npm install`,
      );
    }
  }

  const installed = readInstalled();
  if (installed === undefined) return "node_modules is missing or incomplete";
  const stale = findStalePackage(lock.packages, installed.packages);
  if (stale !== undefined) return `"${stale}" is not installed as package-lock.json says`;
  if (!existsSync(path.join(modules, "node/bin", process.platform === "win32" ? "node.exe" : "node"))) {
    return "the pinned Node is not installed";
  }
  if (!hasEvmBinding()) return "the EVM's native binding for this platform is not installed";
  return undefined;
}

/** npm's record of what it installed. Undefined also while another process is in the middle of writing it. */
function readInstalled() {
  try {
    return JSON.parse(readFileSync(path.join(modules, ".package-lock.json"), "utf8"));
  } catch {
    return undefined;
  }
}

/** The first package whose installed version is not the locked one; npm keeps its own record of what it installed. */
function findStalePackage(locked, installed) {
  for (const [place, entry] of Object.entries(locked)) {
    if (place === "" || entry.link === true) continue;
    const found = installed[place];
    if (found === undefined && (entry.optional === true || entry.peer === true)) continue;
    if (found?.version !== entry.version || found?.integrity !== entry.integrity) return place;
  }
  return Object.keys(installed).find((place) => locked[place] === undefined);
}

/** Whether one of the prebuilt EVM bindings is there for this operating system and processor. */
function hasEvmBinding() {
  const scope = path.join(modules, "@nomicfoundation");
  const prefix = `edr-${process.platform}-${process.arch}`;
  if (!existsSync(scope)) return false;
  return readdirSync(scope).some(
    (name) => name.startsWith(prefix) && existsSync(path.join(scope, name, "package.json")),
  );
}

function install(nodeVersion) {
  const env = { ...process.env, [NESTED]: "1" };
  // Everything here is a dev dependency: a machine set to production would install nothing at all.
  for (const name of ["NODE_ENV", "npm_config_omit", "npm_config_only", "npm_config_production"]) delete env[name];

  // npm's own output goes to stderr: stdout belongs to the script that comes after.
  const result = spawnSync("npx", ["-y", "-p", `node@${nodeVersion}`, "--", "npm", "ci"], {
    cwd: root,
    env,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (result.error !== undefined) throw new Error(`cannot start npx (${result.error.message}); is npm installed?`);
  if (result.status !== 0) {
    const how = result.signal === null ? `code ${result.status}` : `signal ${result.signal}`;
    throw new Error(`the installation failed with ${how}. ${advice(nodeVersion)}`);
  }
}

function advice(nodeVersion) {
  return `Check the connection to the npm registry, then run: npx -y -p node@${nodeVersion} -- npm ci`;
}

/** One installation at a time. The lock is a folder beside node_modules, which the installation empties. */
function acquireLock() {
  const lock = path.join(root, ".setup.lock");
  const deadline = Date.now() + LOCK_WAIT_MS;
  let announced = false;
  for (;;) {
    const release = tryLock(lock);
    if (release !== undefined) return release;
    if (Date.now() > deadline) throw new Error(`another setup holds ${lock}; remove that folder if none is running`);
    if (!announced) process.stderr.write("setup: waiting for another setup of this folder\n");
    announced = true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOCK_POLL_MS);
  }
}

function readManifest() {
  return readJson(path.join(root, "package.json"));
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`cannot read ${file}: ${error.message}`, { cause: error });
  }
}

/** Keys whose values differ between two records of strings. */
function differingKeys(left = {}, right = {}) {
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].filter((key) => left[key] !== right[key]);
}
