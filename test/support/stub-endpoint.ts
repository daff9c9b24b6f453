import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** An HTTP endpoint that answers as it is told, and keeps what was posted to it. */
export interface StubEndpoint {
  readonly url: string;
  status: number;
  readonly posted: readonly { readonly path: string; readonly body: string }[];
  readonly close: () => Promise<void>;
}

export async function startStubEndpoint(): Promise<StubEndpoint> {
  const posted: { path: string; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      if (request.method === "POST") posted.push({ path: request.url ?? "", body });
      response.writeHead(endpoint.status);
      response.end("said");
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const endpoint: StubEndpoint = {
    url: `http://127.0.0.1:${String(port)}`,
    status: 200,
    posted,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return endpoint;
}
