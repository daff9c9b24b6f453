import type { AbiSource } from "#lib/evidence/replay";
import { suiteContracts, suiteInterface } from "#lib/abi/suite-interface";

/** ABIs of the suite's own contracts; undefined for a name that this version does not know. */
export const suiteAbi: AbiSource = (contract) => {
  const known = suiteContracts.find((name) => name === contract);
  return known === undefined ? undefined : suiteInterface(known);
};
