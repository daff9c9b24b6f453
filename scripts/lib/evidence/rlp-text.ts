/** RLP written as hexadecimal digits, for content that comes as digits: strings are joined faster than buffers. */

const SHORT = 55;
const STRING = 0x80;
const LIST = 0xc0;

/** @param digits Of whole bytes. */
export function rlpTextString(digits: string): string {
  if (digits.length === 2 && digits < "80") return digits;
  return prefix(STRING, digits.length / 2) + digits;
}

/** @param items Encoded already, one after the other. */
export function rlpTextList(items: string): string {
  return prefix(LIST, items.length / 2) + items;
}

function prefix(kind: number, length: number): string {
  if (length <= SHORT) return (kind + length).toString(16);
  const digits = length.toString(16);
  const width = Math.ceil(digits.length / 2);
  return (kind + SHORT + width).toString(16) + digits.padStart(2 * width, "0");
}
