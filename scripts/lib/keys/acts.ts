import { suiteInterface } from "#lib/abi/suite-interface";
import { describeKeyAct } from "#lib/keys/decode-key-act";
import { custodies, type KeyTerms } from "#lib/keys/key";
import type { KeyCategory, KeyName } from "#lib/keys/key-id";
import type { KeyEvent } from "#lib/keys/key-story";
import { ROLE_IDS } from "#lib/permissions/roles";
import type { CouncilAct } from "#lib/safe/council-request";

/** One step in the life of a key. */
export interface KeyAct {
  readonly key: KeyName;
  readonly step: "register" | "rotate" | "retire" | "compromise" | "drill";
  readonly data: string;
  /** Who takes it: a role, with an account of its own; or the Sovereign Authority, as a council. */
  readonly by: bigint | "council";
  /** As the subject of a sentence. */
  readonly action: string;
  /** Tells this step from others of the key; a rerun with the same one sends nothing twice. */
  readonly intent: string;
  /** Where the story shows that exactly this was done; undefined when it does not. */
  readonly doneIn: (story: readonly KeyEvent[]) => KeyEvent | undefined;
}

/** Who keeps the record of a category: not who needs the keys. */
const KEEPERS: Readonly<Record<KeyCategory, bigint | "council">> = {
  governance: "council",
  issuer: ROLE_IDS.IDENTITY_AUTHORITY,
  operator: ROLE_IDS.TECHNICAL_OPERATOR,
  audit: ROLE_IDS.AUDITOR,
};

/** A key comes into use. */
export function registerAct(key: KeyName, terms: KeyTerms): KeyAct {
  return {
    key,
    step: "register",
    data: encode(`register${nameOf(key)}Key`, [key.id, tuple(terms)]),
    by: KEEPERS[key.category],
    action: "The registration",
    intent: `register:${intentOf(terms)}`,
    doneIn: (story) =>
      story.find(({ name, args }) => name === "KeyRegistered" && args["keyId"] === key.id && bears(args, terms)),
  };
}

/** A key is replaced by another of its category and entity. */
export function rotateAct(key: KeyName, successor: KeyName, terms: KeyTerms, evidenceDigest: string): KeyAct {
  return {
    key,
    step: "rotate",
    data: encode(`rotate${nameOf(key)}Key`, [key.id, successor.id, tuple(terms), evidenceDigest]),
    by: KEEPERS[key.category],
    action: "The rotation",
    intent: `rotate:${successor.id}:${evidenceDigest}:${intentOf(terms)}`,
    doneIn: matching("KeyRotated", { keyId: key.id, successor: successor.id, evidenceDigest }),
  };
}

/** A key goes out of use without a successor. */
export function retireAct(key: KeyName, reasonDigest: string): KeyAct {
  return {
    key,
    step: "retire",
    data: encode(`retire${nameOf(key)}Key`, [key.id, reasonDigest]),
    by: KEEPERS[key.category],
    action: "The retirement",
    intent: `retire:${reasonDigest}`,
    doneIn: matching("KeyRetired", { reasonDigest }),
  };
}

/** A key may be in other hands. */
export function compromiseAct(key: KeyName, evidenceDigest: string, as: "operator" | "monitor"): KeyAct {
  return {
    key,
    step: "compromise",
    data: encode(as === "operator" ? "reportCompromise" : "signalCompromise", [key.id, evidenceDigest]),
    by: as === "operator" ? ROLE_IDS.TECHNICAL_OPERATOR : ROLE_IDS.MONITOR,
    action: "The report",
    intent: `compromise:${evidenceDigest}`,
    doneIn: matching("KeyCompromised", { evidenceDigest }),
  };
}

/** The recovery of a key was tried. */
export function drillAct(key: KeyName, evidenceDigest: string): KeyAct {
  return {
    key,
    step: "drill",
    data: encode("recordDrill", [key.id, evidenceDigest]),
    by: ROLE_IDS.TECHNICAL_OPERATOR,
    action: "The drill",
    intent: `drill:${evidenceDigest}`,
    doneIn: matching("KeyRecoveryDrilled", { evidenceDigest }),
  };
}

/** What the Sovereign Authority's owners sign. */
export function councilAct({ key, data }: KeyAct): CouncilAct {
  const description = `${key.text}: ${describeKeyAct(data) ?? ""}`;
  return { council: "sovereign", contract: "KeyRegistry", data, description };
}

function matching(name: string, values: Readonly<Record<string, string>>): KeyAct["doneIn"] {
  return (story) =>
    story.findLast(
      (event) => event.name === name && Object.entries(values).every(([field, value]) => event.args[field] === value),
    );
}

function bears(args: KeyEvent["args"], { holder, custody, custodyDigest, rotationPeriod }: KeyTerms): boolean {
  return (
    args["holder"] === holder &&
    args["custody"] === String(custodies.indexOf(custody)) &&
    args["custodyDigest"] === custodyDigest &&
    args["rotationPeriod"] === String(rotationPeriod)
  );
}

function tuple({ holder, custody, custodyDigest, rotationPeriod }: KeyTerms): readonly unknown[] {
  return [holder, custodies.indexOf(custody), custodyDigest, rotationPeriod];
}

function intentOf(terms: KeyTerms): string {
  return tuple(terms).map(String).join(":");
}

function nameOf({ category }: KeyName): string {
  return category.charAt(0).toUpperCase() + category.slice(1);
}

function encode(name: string, values: readonly unknown[]): string {
  return suiteInterface("KeyRegistry").encodeFunctionData(name, values);
}
