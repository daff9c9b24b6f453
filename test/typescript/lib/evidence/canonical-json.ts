import { expect } from "chai";
import { z } from "zod";

import { decodeUtf8, parseCanonicalJson, parseNdjson } from "#lib/evidence/canonical-json";
import { toCanonicalJson, toNdjson } from "#lib/files/canonical-json";

describe("canonical JSON", () => {
  const schema = z.strictObject({ a: z.number(), b: z.string().optional() });

  it("orders keys by UTF-16 units and escapes as RFC 8785 does", () => {
    expect(toCanonicalJson({ "\u20ac": 1, "\r": 2, "1": 3, "\u0080": 4, a: "\u000f<\n\\/" })).to.equal(
      '{"\\r":2,"1":3,"a":"\\u000f<\\n\\\\/","\u0080":4,"\u20ac":1}',
    );
    expect(toCanonicalJson([333333333.3333333, 1e30, 4.5, 0.002, 1e-27, -0])).to.equal(
      "[333333333.3333333,1e+30,4.5,0.002,1e-27,0]",
    );
  });

  it("refuses every other form of the same value", () => {
    expect(parseCanonicalJson('{"a":1}', schema, "x")).to.deep.equal({ a: 1 });
    const forms = [
      '{"a": 1}',
      '{"a":1}\n',
      '{"a":1.0}',
      '{"a":1e0}',
      '{"a":1,"a":1}',
      '{"a":2,"a":1}',
      '{"\\u0061":1}',
      '{"b":"","a":1}',
    ];
    for (const form of forms) {
      expect(() => parseCanonicalJson(form, schema, "x"), form).to.throw("x is not canonical JSON (RFC 8785)");
    }
  });

  it("refuses what is no JSON, a lone surrogate, or of another form", () => {
    expect(() => parseCanonicalJson("{", schema, "x")).to.throw("x is not JSON");
    expect(() => parseCanonicalJson('{"a":1,"b":"\\ud800"}', schema, "x")).to.throw(/x is not (canonical )?JSON/);
    expect(() => parseCanonicalJson('{"a":1,"c":1}', schema, "x")).to.throw("x does not have the expected form");
    expect(() => parseCanonicalJson('{"__proto__":{},"a":1}', schema, "x")).to.throw();
  });

  it("names the line of a file of lines", () => {
    expect(toNdjson([{ a: 1 }, { a: 2 }])).to.equal('{"a":1}\n{"a":2}\n');
    expect(parseNdjson("", schema, "x")).to.deep.equal([]);
    expect(parseNdjson('{"a":1}\n{"a":2}\n', schema, "x")).to.have.length(2);
    expect(() => parseNdjson('{"a":1}\n{"a": 2}\n', schema, "x")).to.throw("x line 2 is not canonical JSON");
    expect(() => parseNdjson('{"a":1}\n\n', schema, "x")).to.throw("x line 2 is not JSON");
    expect(() => parseNdjson('{"a":1}', schema, "x")).to.throw("x does not end with a newline");
  });

  it("refuses bytes that are not UTF-8, and does not swallow a byte order mark", () => {
    expect(() => decodeUtf8(new Uint8Array([0xff]), "x")).to.throw("x is not UTF-8");
    expect(decodeUtf8(new Uint8Array([0xef, 0xbb, 0xbf, 0x41]), "x")).to.equal("\ufeffA");
  });
});
