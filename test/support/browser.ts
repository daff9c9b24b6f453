import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { z } from "zod";

import { temporaryFolder } from "#support/temporary-folder";

/** Without a display, a profile, or a word to its makers. */
const QUIET = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--hide-scrollbars",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-sync",
  "--metrics-recording-only",
];

/** Whom Chromium asks by itself, whatever it is told; no page names them. */
const MAKERS = /^(?:https?:\/\/)?[\w.-]+\.(?:google|googleapis|gstatic|gvt1)\.com[:/]/;

const laidOutSchema = z.object({
  headings: z.array(z.object({ level: z.int(), text: z.string() })),
  /** Of the page's own box, in CSS pixels; `content` is wider where something sticks out. */
  width: z.number(),
  content: z.number(),
  /** Tags of what sticks out. */
  outside: z.array(z.string()),
  /** Whether the style sheet took effect: colour of the notice's border. */
  border: z.string(),
  scripts: z.int(),
});

/** A page as a browser lays it out. */
export type LaidOut = z.output<typeof laidOutSchema>;

/** @throws Error that says which package is missing. */
export function requireBrowser(): void {
  if (spawnSync("chromium", ["--version"], { encoding: "utf8" }).status === 0) return;
  throw new Error("chromium is not on the PATH: install it (Debian: apt-get install chromium)");
}

/** Lays a page out in a frame of a width: nothing is added to the page, which runs no script; the frame's parent measures. */
export async function layOut(page: string, width: number): Promise<LaidOut> {
  const folder = temporaryFolder();
  const path = join(folder, "frame.html");
  writeFileSync(path, frameAround(page, width));
  const { stdout } = await browse(folder, "--dump-dom", "--virtual-time-budget=5000", pathToFileURL(path).href);
  const found = /<output>([^<]*)<\/output>/.exec(stdout)?.[1];
  if (found === undefined) throw new Error(`Chromium laid nothing out: ${stdout.slice(0, 500)}`);
  return laidOutSchema.parse(JSON.parse(decodeURIComponent(found)));
}

/** The page as it is printed, for a frame that is as wide as the paper's print area: print rules for every medium. */
export function asPrinted(page: string): string {
  return page
    .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "")
    .replaceAll("@media screen and", "@media not all and")
    .replaceAll("@media print", "@media all");
}

/** Opens a page for itself, prints it, and lists the addresses that it asked for on the way. */
export async function requestsOf(
  page: string,
): Promise<{ readonly requests: readonly string[]; readonly pdf: string }> {
  const folder = temporaryFolder();
  const path = join(folder, "page.html");
  const pdf = join(folder, "page.pdf");
  writeFileSync(path, page);
  const requests: string[] = [];
  const proxy = createServer((request, response) => {
    requests.push(request.url ?? "");
    response.writeHead(404).end();
  });
  proxy.on("connect", (request, socket) => {
    requests.push(request.url ?? "");
    socket.end();
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const through = `--proxy-server=127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const url = pathToFileURL(path).href;
  try {
    await browse(folder, through, "--virtual-time-budget=5000", `--print-to-pdf=${pdf}`, url);
  } finally {
    proxy.close();
  }
  return { requests: requests.filter((url) => !MAKERS.test(url)), pdf };
}

async function browse(folder: string, ...args: readonly string[]): Promise<{ readonly stdout: string }> {
  const child = spawn("chromium", [...QUIET, `--user-data-dir=${join(folder, "profile")}`, ...args]);
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`Chromium ended with ${code}: ${stderr.slice(-500)}`);
  return { stdout };
}

function frameAround(page: string, width: number): string {
  const source = page.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return `<!doctype html>
<meta charset="utf-8">
<iframe style="width:${width}px;height:900px;border:0" srcdoc="${source}"></iframe>
<output></output>
<script>
  const frame = document.querySelector("iframe");
  frame.addEventListener("load", () => {
    const inside = frame.contentDocument;
    const all = [...inside.body.querySelectorAll("*")];
    const edge = inside.documentElement.clientWidth + 1;
    const seen = (element) => element.closest("thead") === null || getComputedStyle(element.closest("thead")).position !== "absolute";
    const notice = inside.querySelector(".notice");
    document.querySelector("output").textContent = encodeURIComponent(JSON.stringify({
      headings: [...inside.querySelectorAll("h1, h2, h3, h4")].map((heading) => ({
        level: Number(heading.tagName.slice(1)),
        text: heading.textContent.trim().replaceAll(/\\s+/g, " "),
      })),
      width: inside.documentElement.clientWidth,
      content: inside.documentElement.scrollWidth,
      outside: all.filter((element) => seen(element) && element.getBoundingClientRect().right > edge)
        .map((element) => element.tagName + " " + element.textContent.slice(0, 60)),
      border: notice === null ? "" : getComputedStyle(notice).borderLeftColor,
      scripts: inside.scripts.length,
    }));
  });
</script>`;
}
