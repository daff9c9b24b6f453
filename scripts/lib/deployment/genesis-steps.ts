import type {
  ArgumentType,
  CallableContractFuture,
  Future,
  IgnitionModuleBuilder,
} from "@nomicfoundation/ignition-core";

import type { SuiteArtifacts } from "#lib/deployment/suite-artifacts";

import { proxyArtifact } from "#lib/deployment/suite-artifacts";

export type Contract = CallableContractFuture<string>;

/** Puts every step after the one before it. */
export class Genesis {
  readonly module: IgnitionModuleBuilder;
  #last: Future | undefined;

  constructor(module: IgnitionModuleBuilder) {
    this.module = module;
  }

  contract(id: string, artifact: SuiteArtifacts["RoleRegistry"], values: ArgumentType[]): Contract {
    return this.#step(this.module.contract(artifact.contractName, artifact, values, { id, after: this.#after() }));
  }

  /** An implementation behind an ERC-1967 proxy that is initialised in its own constructor. */
  proxied(
    name: string,
    artifact: SuiteArtifacts["RoleRegistry"],
    values: ArgumentType[],
    initial: ArgumentType[],
  ): Contract {
    const implementation = this.contract(`${name}Implementation`, artifact, values);
    const initialize = this.encode(`${name}Initialize`, implementation, "initialize", initial);
    const proxy = this.contract(`${name}Proxy`, proxyArtifact(), [implementation, initialize]);
    return this.module.contractAt(name, artifact, proxy, { id: name });
  }

  call(id: string, contract: Contract, name: string, values: ArgumentType[]): Future {
    return this.#step(this.module.call(contract, name, values, { id, after: this.#after() }));
  }

  encode(id: string, contract: Contract, name: string, values: ArgumentType[]): ArgumentType & Future {
    return this.module.encodeFunctionCall(contract, name, values, { id });
  }

  batch(id: string, registry: Contract, calls: ArgumentType[]): void {
    if (calls.length > 0) this.call(id, registry, "multicall", [calls]);
  }

  #after(): Future[] {
    return this.#last === undefined ? [] : [this.#last];
  }

  #step<Step extends Future>(step: Step): Step {
    this.#last = step;
    return step;
  }
}
