/** Takes the lock if it is free, and returns what gives it back; undefined while another process has it. */
export function tryLock(folder: string): (() => void) | undefined;
