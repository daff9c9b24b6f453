import type { CallArgument, WrittenCall } from "#lib/calls/encode-call";
import { SuiteError } from "#lib/errors/suite-error";

/**
 * Reads a call from one word of a command line: `OperationsLog.setReleaseCadence(0x6e6f…, 86400)`.
 *
 * Arguments are words, quoted strings, or lists in brackets. Types come from the target's ABI; where that is unknown, the
 * call belongs into a file (`--from`).
 *
 * @throws SuiteError `input/call`.
 */
export function parseCall(text: string): WrittenCall {
  const match = /^\s*(0x[0-9a-fA-F]{40}|\w+)\.(\w+)\((.*)\)\s*$/s.exec(text);
  const [, target, name, list] = match ?? [];
  if (target === undefined || name === undefined || list === undefined) throw malformed(text);
  const reader = new ArgumentReader(list, text);
  return { target, function: name, args: reader.readList(undefined), value: "0" };
}

class ArgumentReader {
  readonly #text: string;
  readonly #whole: string;
  #position = 0;

  constructor(text: string, whole: string) {
    this.#text = text;
    this.#whole = whole;
  }

  readList(end: "]" | undefined): CallArgument[] {
    const items: CallArgument[] = [];
    this.#skipBlank();
    if (this.#peek() === end) {
      this.#position++;
      return items;
    }
    for (;;) {
      items.push(this.#readItem());
      this.#skipBlank();
      const next = this.#peek();
      this.#position++;
      if (next === end) return items;
      if (next !== ",") throw malformed(this.#whole);
    }
  }

  #readItem(): CallArgument {
    this.#skipBlank();
    if (this.#peek() === "[") {
      this.#position++;
      return this.readList("]");
    }
    const rest = this.#text.slice(this.#position);
    const quoted = /^"(?:[^"\\]|\\.)*"/.exec(rest)?.[0];
    if (quoted !== undefined) {
      this.#position += quoted.length;
      return JSON.parse(quoted) as string;
    }
    const word = /^[\w$.-]+/.exec(rest)?.[0];
    if (word === undefined) throw malformed(this.#whole);
    this.#position += word.length;
    return word === "true" ? true : word === "false" ? false : word;
  }

  #skipBlank(): void {
    while (this.#peek() === " ") this.#position++;
  }

  #peek(): string | undefined {
    return this.#text[this.#position];
  }
}

function malformed(text: string): SuiteError {
  return new SuiteError({
    code: "input/call",
    message: `"${text}" is not a call.`,
    hint: "Write it as Contract.function(argument, argument), strings in double quotes, lists in brackets.",
    details: { text },
  });
}
