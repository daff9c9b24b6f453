/** Seconds for people, largest units first, at most two of them: `2d3h`, `45m`, `0s`. */
export function showDuration(seconds: number): string {
  const units = [
    ["d", 86_400],
    ["h", 3600],
    ["m", 60],
    ["s", 1],
  ] as const;
  let rest = Math.abs(Math.trunc(seconds));
  const parts: string[] = [];
  for (const [name, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${String(count)}${name}`);
  }
  return parts.length === 0 ? "0s" : parts.slice(0, 2).join("");
}
