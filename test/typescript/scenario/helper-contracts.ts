import { expect } from "chai";
import { AbiCoder, concat, Interface, type InterfaceAbi, type JsonFragment } from "ethers";
import hre from "hardhat";

/** Contracts that others create in their constructors. They have no entry in the permissions table: nobody calls them. */
describe("Helper contracts", () => {
  const functionsOf = async (name: string): Promise<readonly (JsonFragment & { readonly name: string })[]> => {
    const { abi } = await hre.artifacts.readArtifact(name);
    return (abi as readonly JsonFragment[]).filter((item) => item.type === "function") as (JsonFragment & {
      readonly name: string;
    })[];
  };
  const changesState = ({ stateMutability }: JsonFragment): boolean =>
    stateMutability !== "view" && stateMutability !== "pure";

  for (const name of [
    "contracts/change/ChangeRules.sol:ChangeRules",
    "contracts/change/PolicyFloors.sol:PolicyFloors",
  ]) {
    it(`${name} changes no state`, async () => {
      const found = await functionsOf(name);
      expect(found).to.not.have.length(0);
      expect(found.filter(changesState).map((item) => item.name)).to.deep.equal([]);
    });
  }

  it("RegistryDesk refuses every function that changes state when it is called in its own name", async () => {
    const { abi, bytecode } = await hre.artifacts.readArtifact("RegistryDesk");
    const desk = new Interface(abi as InterfaceAbi);
    const { ethers } = await hre.network.create();
    const [stranger] = await ethers.getSigners();
    const deployed = await (await stranger?.sendTransaction({ data: bytecode }))?.wait();
    const to = deployed?.contractAddress ?? null;
    expect(to).to.be.a("string");

    const restricted = (await functionsOf("RegistryDesk")).filter(changesState);
    expect(restricted.map((item) => item.name)).to.include("assignSeat");
    const refusal = desk.getError("DelegateCallOnly")?.selector;
    for (const { name } of restricted) {
      const fragment = desk.getFunction(name);
      const inputs = fragment?.inputs ?? [];
      const data = concat([
        fragment?.selector ?? "0x",
        AbiCoder.defaultAbiCoder().encode(
          inputs,
          inputs.map((input) => AbiCoder.defaultAbiCoder().getDefaultValue([input])[0] as unknown),
        ),
      ]);
      const answer = await ethers.provider.call({ to, data }).then(
        () => "accepted",
        (error: unknown) => (error as { readonly data?: string }).data,
      );
      expect(answer, name).to.equal(refusal);
    }
  });
});
