import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

export type TerraformFlavour = 'terraform' | 'tofu';

export interface TerraformBinary {
  readonly flavour: TerraformFlavour;
  readonly path: string;
}

/** The first executable of the names given on the PATH, in the order of the names. */
export function findBinary(
  names: readonly TerraformFlavour[],
  path: string | undefined,
): TerraformBinary | null {
  const folders = (path ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  for (const flavour of names) {
    for (const folder of folders) {
      const file = join(folder, process.platform === 'win32' ? `${flavour}.exe` : flavour);
      if (isExecutable(file)) return { flavour, path: file };
    }
  }
  return null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
