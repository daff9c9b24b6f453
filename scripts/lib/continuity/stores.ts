/** Something that a deployment keeps off chain, and that must come back after a fire. */
export interface Store {
  readonly name: string;
  /** What is in it, for people. */
  readonly holds: string;
  /** Where it lies, below the folder of the deployment. */
  readonly path: string;
  /** Whether it tells something about persons, or opens something, to whoever reads it. */
  readonly secret: boolean;
  readonly matches: (path: string) => boolean;
}

/** Its files belong to no store: they are kept, and named, so that somebody says what they are. */
export const UNNAMED = "unnamed";

/** Folders of this feature itself: what can be made anew, and what must not be fed back into a backup. */
export const OWN_FOLDER = "continuity";

/** Every off-chain store by name. A file belongs to the first one that matches. */
export const STORES: readonly Store[] = [
  store("deployment", "what is deployed, and by which rules", "governance.json", "contracts.json", "ignition/"),
  store("monitoring-configuration", "what the exporter watches", "monitoring.json"),
  store("journals", "transactions that accounts were about to send", "journal/"),
  store("changes", "dossiers of changes, with their signatures", "changes/"),
  secretStore("row-salts", "what links rows of batches to people", "programs/*/batches/*/*/private/"),
  secretStore("batches", "manifests and rows of batches", "programs/*/batches/"),
  store("rule-sets", "rules of programmes, version by version", "programs/*/rules/"),
  store("programme-requests", "what councils were asked to sign for programmes", "programs/*/requests/"),
  store("checkpoints", "state proofs that pruned nodes cannot serve any more", "evidence/checkpoints/"),
  store("evidence", "bundles and trust files", "evidence/"),
  secretStore("incidents", "narratives, post-mortems and requests", "incidents/"),
  store("emergency", "what councils were asked to sign in an emergency", "emergency/"),
  store("playbooks", "documents of pre-approved playbooks", "playbooks/"),
  store("operations", "documents that people work by, and reports of drills", "operations/"),
  store("keys", "names of keys and requests about them, no key", "keys/"),
  store("schemas", "names of credential schemas", "schemas/"),
  store("bridge", "what councils were asked to sign for the bridge", "bridge/"),
  store("monitoring", "the exporter's checkpoint, and snapshots that acknowledgements digest", "monitoring/"),
  { name: UNNAMED, holds: "files that belong to no store", path: "anything else", secret: true, matches: () => true },
];

/** The store that a file belongs to. */
export function storeOf(path: string): string {
  return STORES.find(({ matches }) => matches(path))?.name ?? UNNAMED;
}

function secretStore(name: string, holds: string, ...paths: readonly string[]): Store {
  return { ...store(name, holds, ...paths), secret: true };
}

/** A path that ends with a slash means everything below it; `*` stands for one name. */
function store(name: string, holds: string, ...paths: readonly string[]): Store {
  const patterns = paths.map((path) => {
    const text = path.replaceAll(".", String.raw`\.`).replaceAll("*", "[^/]+");
    return new RegExp(path.endsWith("/") ? `^${text}` : `^${text}$`);
  });
  return {
    name,
    holds,
    path: paths.join(", "),
    secret: false,
    matches: (path) => patterns.some((pattern) => pattern.test(path)),
  };
}
