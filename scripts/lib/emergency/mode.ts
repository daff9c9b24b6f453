import { MODES, OPERATIONS, type ModeName, type OperationName } from "#lib/emergency/system-modes";
import { parseChoice } from "#lib/input/parse-choice";

/**
 * A mode by name; `ReadOnly` and `read-only` mean READ_ONLY.
 *
 * @param choices The modes that make sense where it is asked for.
 * @throws SuiteError `input/mode`.
 */
export function parseMode<const Choice extends ModeName>(value: string, choices: readonly Choice[]): Choice {
  return parseChoice(upperSnake(value), choices, "mode");
}

/**
 * An operation by name; `ConvertOut` and `convert-out` mean CONVERT_OUT.
 *
 * @throws SuiteError `input/operation`.
 */
export function parseOperation(value: string): OperationName {
  return parseChoice(upperSnake(value), OPERATIONS, "operation");
}

export function modeAt(index: bigint | number): ModeName {
  return MODES[Number(index)] ?? "HALTED";
}

export function isStricter(mode: ModeName, than: ModeName): boolean {
  return MODES.indexOf(mode) > MODES.indexOf(than);
}

function upperSnake(value: string): string {
  return value
    .replaceAll(/([a-z])([A-Z])/g, "$1_$2")
    .replaceAll("-", "_")
    .toUpperCase();
}
