import type { EmergencyConfig } from "#lib/deployment/emergency-schema";

import { systemId } from "#lib/emergency/system-id";

/** Bounds of a restriction's duration, in seconds, as the EmergencyController has them. */
const DURATION = { shortest: 600, longest: 72 * 3600 } as const;

interface Problem {
  readonly code: "input/duplicate-system" | "input/unknown-system" | "input/duplicate-playbook" | "input/duration";
  readonly message: string;
}

/** What is wrong with the systems and playbooks of a country's file. */
export function emergencyProblems({ systems, playbooks }: EmergencyConfig): Problem[] {
  const names = systems.map(({ name }) => name);
  return [
    ...repeated(names).map((name): Problem => ({
      code: "input/duplicate-system",
      message: `Two systems are called "${name}".`,
    })),
    ...repeated(systems.map(systemId)).map((id): Problem => ({
      code: "input/duplicate-system",
      message: `Two systems have the same id ${id}.`,
    })),
    ...repeated(systems.flatMap(({ contracts }) => contracts)).map((name): Problem => ({
      code: "input/duplicate-system",
      message: `${name} belongs to two systems.`,
    })),
    ...repeated(playbooks.map(({ key }) => key)).map((key): Problem => ({
      code: "input/duplicate-playbook",
      message: `Two playbooks have the key "${key}".`,
    })),
    ...playbooks.flatMap(({ key, duration, restrictions }): Problem[] => [
      ...restrictions
        .filter(({ system }) => !names.includes(system))
        .map(({ system }): Problem => ({
          code: "input/unknown-system",
          message: `Playbook "${key}" restricts "${system}", which is no system of this file.`,
        })),
      ...repeated(restrictions.map(({ system }) => system)).map((system): Problem => ({
        code: "input/duplicate-system",
        message: `Playbook "${key}" restricts "${system}" twice.`,
      })),
      ...(duration < DURATION.shortest || duration > DURATION.longest
        ? [
            {
              code: "input/duration" as const,
              message: `Playbook "${key}" holds for ${duration} s, outside ${DURATION.shortest} to ${DURATION.longest} s.`,
            },
          ]
        : []),
    ]),
  ];
}

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
