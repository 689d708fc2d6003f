/** Something that the scanner leaves to the library: rare, wrong, or both. Thrown and caught within this folder. */
export class UnusualYaml extends Error {}

/** Stops the scan. Nothing is said of what was met: the library reads the whole text again and says it. */
export function unusual(): never {
  throw new UnusualYaml();
}
