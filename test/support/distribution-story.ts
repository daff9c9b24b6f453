import { id } from "ethers";

import { ProgramCountry } from "#support/program-country";
import type { DeployedSuite } from "#support/suite";

/**
 * A programme in its pilot: one batch is authorised and half of it settled, one has its only row set aside, and one waits
 * for the Program Authority's Safe. In the smallest unit, 1,500 are authorised and 500 settled.
 */
export async function distribute(suite: DeployedSuite): Promise<void> {
  const country = new ProgramCountry(suite);
  await country.begin();
  const paid = await country.authorised("paid", 1);
  await country.operate("TREASURY_OPERATOR", "DistributionLedger", "settle", [paid.id, id("settlement"), 500n, 0]);
  const failed = await country.authorised("closed account", 1, 500n);
  const exception = [failed.id, failed.rows.row(0), id("the account is closed")];
  await country.operate("DISTRIBUTION_OPERATOR", "DistributionLedger", "raiseException", exception);
  const { terms } = await country.batch("waits", 1, 250n);
  await country.operate("DISTRIBUTION_OPERATOR", "DistributionLedger", "submitBatch", [terms]);
}
