import { expect } from "chai";

import { contractsCoverage } from "#lib/build/line-coverage";

const report = (source: string, lines: string): string => `TN:\nSF:${source}\n${lines}LH:9\nLF:9\nend_of_record\n`;

describe("contractsCoverage", () => {
  it("counts the lines themselves, not the sums that the report claims", () => {
    const { hit, found } = contractsCoverage(report("contracts/a/A.sol", "DA:1,3\nDA:2,0\nDA:7,1\n"));
    expect({ hit, found }).to.deep.equal({ hit: 2, found: 3 });
  });

  it("names the lines that no test reached", () => {
    const { files } = contractsCoverage(report("contracts/a/A.sol", "DA:1,3\nDA:2,0\nDA:7,0\n"));
    expect(files[0]?.missed).to.deep.equal([2, 7]);
  });

  it("leaves out everything that is not below contracts/", () => {
    const lcov = report("test/contracts/mocks/M.sol", "DA:1,0\n") + report("contracts/a/A.sol", "DA:1,1\n");
    expect(contractsCoverage(lcov).files.map(({ source }) => source)).to.deep.equal(["contracts/a/A.sol"]);
  });

  it("takes a line that is reported twice once", () => {
    const { hit, found } = contractsCoverage(report("contracts/a/A.sol", "DA:1,0\nDA:1,2\n"));
    expect({ hit, found }).to.deep.equal({ hit: 1, found: 1 });
  });

  it("finds nothing in an empty report", () => {
    expect(contractsCoverage("")).to.deep.equal({ files: [], hit: 0, found: 0 });
  });
});
