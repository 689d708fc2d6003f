import { closeSync, openSync, readSync } from 'node:fs';

/** `e_machine` of ELF for what Node calls its architectures. */
const ELF_MACHINE: Readonly<Record<string, number>> = {
  ia32: 3,
  ppc64: 21,
  s390x: 22,
  arm: 40,
  x64: 62,
  arm64: 183,
  riscv64: 243,
  loong64: 258,
};

const MACH_O = ['cffaedfe', 'feedfacf', 'cafebabe'];

/**
 * Whether a file is a program for another system. Starting one says little: a system that cannot run it hands it to a
 * shell, which stumbles over its bytes.
 */
export function isForeignExecutable(file: string): boolean {
  const head = Buffer.alloc(20);
  try {
    const fd = openSync(file, 'r');
    try {
      if (readSync(fd, head, 0, 20, 0) < 20) return false;
    } finally {
      closeSync(fd);
    }
  } catch {
    return false;
  }
  const { platform, arch } = process;
  const magic = head.toString('hex', 0, 4);
  if (magic === '7f454c46') {
    const machine = head[5] === 2 ? head.readUInt16BE(18) : head.readUInt16LE(18);
    const own = ELF_MACHINE[arch];
    return platform === 'darwin' || platform === 'win32' || (own !== undefined && own !== machine);
  }
  if (MACH_O.includes(magic)) return platform !== 'darwin';
  return magic.startsWith('4d5a') && platform !== 'win32';
}
