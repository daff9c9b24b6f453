import type { EventLine } from "#lib/evidence/format";
import { toCanonicalJson } from "#lib/files/canonical-json";

/**
 * Lines of events as a bundle has them: canonical JSON (RFC 8785), one a line. Written by hand, since there are more of
 * these than of anything else: names in their order, and most values need no escape.
 */
export function eventText(lines: readonly EventLine[]): string {
  return lines.map(lineOf).join("");
}

function lineOf(line: EventLine): string {
  const { address, blockHash, blockNumber, contract, data, event, head, logIndex, sequence, timestamp } = line;
  return (
    `{"address":"${address}","blockHash":"${blockHash}","blockNumber":${blockNumber},"contract":${JSON.stringify(contract)},` +
    `"data":"${data}","event":${toCanonicalJson(event)},"head":"${head}","logIndex":${logIndex},"sequence":${sequence},` +
    `"timestamp":${timestamp},"topics":[${line.topics.map((topic) => `"${topic}"`).join()}],` +
    `"transactionHash":"${line.transactionHash}"}\n`
  );
}
