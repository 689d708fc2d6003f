import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The Python for packages of a root: its own, where the machine had none, or the machine's. */
export function pythonOf(root) {
  const own = join(root, 'usr/bin/python3.11');
  return existsSync(own) ? own : '/usr/bin/python3';
}
