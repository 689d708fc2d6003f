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
  return candidates(names, path).find((candidate) => isExecutable(candidate.path)) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return isFile(file);
  } catch {
    return false;
  }
}

/** A folder of that name on the PATH is no program that somebody meant. */
function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Files of these names on the PATH that may not be executed: they explain why nothing was found. */
export function unusableFiles(
  names: readonly TerraformFlavour[],
  path: string | undefined,
): readonly string[] {
  return candidates(names, path)
    .filter(({ path: file }) => isFile(file) && !isExecutable(file))
    .map(({ path: file }) => file);
}

function candidates(
  names: readonly TerraformFlavour[],
  path: string | undefined,
): readonly TerraformBinary[] {
  if (path === undefined) return [];
  const folders = path.split(delimiter).filter((folder) => isAbsolute(folder));
  return names.flatMap((flavour) =>
    folders.map((folder) => ({
      flavour,
      path: join(folder, process.platform === 'win32' ? `${flavour}.exe` : flavour),
    })),
  );
}
