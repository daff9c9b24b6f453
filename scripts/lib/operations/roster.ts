import { z } from "zod";

import { SuiteError } from "#lib/errors/suite-error";
import { readJsonFile } from "#lib/files/json-file";
import { isoTime, parseTime } from "#lib/input/parse-time";

/** Persons are pseudonyms, contacts are references into a directory: a roster may be read by many. */
const personSchema = z.strictObject({
  person: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, "not a pseudonym such as operator-07"),
  contact: z.string().regex(/^[a-z]+:[A-Za-z0-9._/-]{1,100}$/, "not a reference such as directory:operator-07"),
});

const timeSchema = z.iso.datetime({ offset: true });

const shiftSchema = z
  .strictObject({ from: timeSchema, to: timeSchema, primary: personSchema, secondary: personSchema })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), "a shift ends before it begins")
  .refine(({ primary, secondary }) => primary.person !== secondary.person, "primary and secondary are one person");

/** A roster: who is called, in which order. Shifts follow one another; gaps are said, overlaps are refused. */
export const rosterSchema = z
  .strictObject({
    schema: z.literal("sign.on-call-roster.v1"),
    title: z.string().min(1).max(200),
    shifts: z.array(shiftSchema).min(1),
    /** Who is called when nobody answered for that long, in minutes after the first call. */
    escalation: z.array(personSchema.extend({ afterMinutes: z.number().int().positive().max(1440) })).min(1),
  })
  .refine(
    ({ shifts }) => shifts.every(({ from }, index) => index === 0 || endOf(shifts[index - 1]) <= Date.parse(from)),
    "shifts overlap, or are not in order",
  );

export type Roster = z.output<typeof rosterSchema>;
export type Shift = Roster["shifts"][number];

/**
 * Reads a roster.
 *
 * @throws SuiteError those of `readJsonFile`.
 */
export function readRoster(path: string): Roster {
  return readJsonFile(path, rosterSchema);
}

/**
 * The shift that a time belongs to: from its beginning until before its end.
 *
 * @param time Unix seconds.
 * @throws SuiteError `refused/nobody-on-call`.
 */
export function onCallAt(roster: Roster, time: number): Shift {
  const found = roster.shifts.find(({ from, to }) => parseTime(from) <= time && time < parseTime(to));
  if (found !== undefined) return found;
  const [first, last] = [roster.shifts[0], roster.shifts.at(-1)];
  throw new SuiteError({
    code: "refused/nobody-on-call",
    message: `Nobody is on call at ${isoTime(time)}: the roster covers ${first?.from ?? "?"} to ${last?.to ?? "?"}, with gaps.`,
    hint: `Call ${roster.escalation.map(({ contact }) => contact).join(", ")}; then write a roster that covers the time.`,
    details: { time, escalation: roster.escalation },
  });
}

function endOf(shift: { readonly to: string } | undefined): number {
  return shift === undefined ? 0 : Date.parse(shift.to);
}
