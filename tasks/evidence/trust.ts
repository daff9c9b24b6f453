import { readContractsRecord } from "#lib/deployment/contracts-record";
import { gatherAndWrite, sourceAt } from "#lib/evidence/run-trust";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";

interface TrustArguments extends SuiteTaskArguments {
  readonly out: string;
  readonly endpoints: readonly string[];
  readonly to: string;
  readonly confirmations: string;
}

export default runTask<TrustArguments>(async ({ out, endpoints, to, confirmations }, context) => {
  const { node: open, deploymentDirectory, networkName, reporter } = context;
  const record = readContractsRecord(deploymentDirectory);
  const others = endpoints.map(sourceAt);
  const rpc = await open();
  const node = { send: (method: string, params: unknown[]): Promise<unknown> => rpc.request({ method, params }) };
  const sources = [{ name: `network ${networkName}`, node }, ...others];
  await gatherAndWrite({ out, record, sources, to, confirmations, reporter });
});
