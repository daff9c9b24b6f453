import { expect } from "chai";

import { newest } from "#lib/report/blocks";
import { html } from "#lib/report/markup";
import { duration, moment, told } from "#lib/report/words";
import { tagsOf, textOf } from "#support/page-reader";

describe("markup of the report", () => {
  it("lets no text become a tag, an attribute or an entity", () => {
    const hostile = `</p><script>alert("1")</script>&lt;'`;
    const page = html`<p title="${hostile}">${hostile}</p>`.toString();
    expect(tagsOf(page).map(({ name }) => name)).to.deep.equal(["p"]);
    expect(textOf(page).trim()).to.equal(hostile);
  });

  it("keeps what it made itself, lists included, and makes nothing of null", () => {
    expect(html`<p>${[html`<b>${1}</b>`, null, ["<", "a"]]}</p>`.toString()).to.equal("<p><b>1</b>&lt;a</p>");
  });

  it("shows characters that turn, hide or break a line by their number", () => {
    expect(html`${"a\u202eb\u200bc\u0000d\u2028e\ufefff"}`.toString()).to.equal(
      "a\\u{202e}b\\u{200b}c\\u{0}d\\u{2028}e\\u{feff}f",
    );
  });

  it("tells what somebody wrote apart, cuts it, and says how long it was", () => {
    expect(textOf(told("x".repeat(301)).toString())).to.contain(`${"x".repeat(300)}… (301 characters)`);
    expect(told({ invalidUtf8: "0xff" }).toString()).to.equal("bytes that are no text: <code>0xff</code>");
    expect(told("").toString()).to.equal("<em>nothing</em>");
  });

  it("writes times in UTC, those beyond the calendar as seconds, and durations exactly", () => {
    expect(moment(1_700_000_000).toString()).to.equal(
      '<time datetime="2023-11-14T22:13:20Z">2023-11-14 22:13:20 UTC</time>',
    );
    expect(textOf(moment(2 ** 48 - 1).toString())).to.contain("second 281474976710655");
    expect([0, 1, 172_800, 129_600, 90_061].map(duration)).to.deep.equal([
      "no time",
      "1 second",
      "2 days",
      "1 day 12 hours",
      "1 day 1 hour 1 minute 1 second",
    ]);
  });

  it("lists the newest 500 and says where the others are", () => {
    const items = Array.from({ length: 1_502 }, (_, index) => index);
    const { shown, rest } = newest(items, "data/x.ndjson");
    expect([shown.length, shown[0], shown.at(-1)]).to.deep.equal([500, 1_002, 1_501]);
    expect(textOf(String(rest)).trim()).to.equal("1,002 earlier lines left out here: see data/x.ndjson .");
    expect(newest(items.slice(0, 500), "data/x.ndjson").rest).to.equal(null);
  });
});
