/** All were asked, and took note of what they were asked; the first that found something speaks. */
export function firstOf(...findings: readonly (string | null)[]): string | null {
  return findings.find((finding) => finding !== null) ?? null;
}
