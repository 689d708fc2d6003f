import { fstatSync } from 'node:fs';

const HANDLES = { stdout: 1, stderr: 2 } as const;

/** Whether somebody sits there. Node is asked only of a device: it loads its streams to say so. */
export function isTerminal(which: keyof typeof HANDLES): boolean {
  return isDevice(HANDLES[which]) && process[which].isTTY === true;
}

function isDevice(handle: number): boolean {
  try {
    return fstatSync(handle).isCharacterDevice();
  } catch {
    return false;
  }
}
