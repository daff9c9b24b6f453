import { failureWord } from "#lib/monitor/node-rpc";
import type { EndpointConfig } from "#lib/monitor/monitoring-config";

/** How an endpoint answered. */
export interface EndpointHealth {
  readonly up: boolean;
  /** The status, or why there was none. */
  readonly code: string;
  /** Until the last byte, or until it was given up. */
  readonly seconds: number;
}

/** Bodies are read so far and no further: an endpoint must not fill the exporter's memory. */
const LARGEST_BODY = 1_000_000;

/** Asks an HTTP endpoint once. Redirections are answers, too: they are not followed. */
export async function probeEndpoint(
  { url, method, expect }: EndpointConfig,
  timeoutSeconds: number,
): Promise<EndpointHealth> {
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  try {
    const signal = AbortSignal.timeout(timeoutSeconds * 1000);
    const response = await fetch(url, { method, redirect: "manual", signal });
    await drain(response);
    return { up: expect.includes(response.status), code: String(response.status), seconds: seconds() };
  } catch (cause) {
    return { up: false, code: failureWord(cause), seconds: seconds() };
  }
}

async function drain({ body }: Response): Promise<void> {
  if (body === null) return;
  let size = 0;
  for await (const part of body) {
    size += (part as Uint8Array).length;
    if (size > LARGEST_BODY) return;
  }
}
