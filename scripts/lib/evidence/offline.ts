import { registerHooks } from "node:module";
import { getBuiltinModule } from "node:process";

/** Modules of Node through which a process could reach another machine or start another program. */
const SEALED = [
  "net",
  "tls",
  "dns",
  "dns/promises",
  "http",
  "https",
  "http2",
  "dgram",
  "inspector",
  "inspector/promises",
  "child_process",
  "cluster",
  "worker_threads",
] as const;

const GLOBALS = ["fetch", "WebSocket", "EventSource", "XMLHttpRequest"] as const;

/**
 * From here on nothing in this process gets a module that could reach a network: whoever imports one gets functions of the
 * same names that throw. Call it before any other import than Node's own; libraries name these modules although the
 * verifier never uses them.
 */
export function sealNetwork(): void {
  const sealed = new Map<string, string>([["ws", sealedModule(["WebSocket"])]]);
  for (const name of SEALED) {
    const url = sealedModule(Object.keys(getBuiltinModule(name)));
    sealed.set(name, url);
    sealed.set(`node:${name}`, url);
  }
  registerHooks({
    resolve: (specifier, context, nextResolve) => {
      const url = sealed.get(specifier);
      return url === undefined ? nextResolve(specifier, context) : { url, shortCircuit: true };
    },
  });
  for (const name of GLOBALS) Reflect.deleteProperty(globalThis, name);
}

/** A module with these exports, each of which throws when used. */
function sealedModule(names: readonly string[]): string {
  const exported = names.filter((name) => /^[A-Za-z_]\w*$/.test(name) && name !== "default");
  const code = [
    `const sealed = function () { throw new Error("the verifier has no network"); };`,
    `export { ${["sealed as default", ...exported.map((name) => `sealed as ${name}`)].join(", ")} };`,
  ].join("\n");
  return `data:text/javascript,${encodeURIComponent(code)}`;
}
