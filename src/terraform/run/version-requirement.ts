import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { quote } from '../../source/quote.ts';
import type { TerraformFlavour } from './binary.ts';

/** A version as far as it decides something: `1.12.0-beta1` is `[1, 12, 0]`, before its release. */
export interface EngineVersion {
  readonly parts: readonly [major: number, minor: number, patch: number];
  readonly prerelease: boolean;
}

/** What a run asks of the binary beyond what every 1.x has, and since when each flavour has it. */
export const VERSION_REQUIREMENTS: readonly ({ readonly what: string } & Readonly<
  Record<TerraformFlavour, string>
>)[] = [
  { what: 'import blocks, which adopt what is live', terraform: '1.5.0', tofu: '1.6.0' },
  { what: '`init -json`', terraform: '1.9.0', tofu: '1.7.0' },
];

/** The least version of each flavour that has all that is needed. */
export const MINIMUM_VERSION: Readonly<Record<TerraformFlavour, string>> = {
  terraform: leastOf('terraform'),
  tofu: leastOf('tofu'),
};

/** The major version whose promises (plan JSON 1.x, UI 1.x, protocol 6) the runs stand on, of both flavours. */
const KNOWN_MAJOR = 1;

function leastOf(flavour: TerraformFlavour): string {
  return VERSION_REQUIREMENTS.map((need) => need[flavour]).reduce((least, version) =>
    compare(known(version), known(least)) > 0 ? version : least,
  );
}

/** Null for anything that is not three numbers, with what may follow them in semantic versions. */
export function parseVersion(text: string): EngineVersion | null {
  const found = /^v?(\d{1,6})\.(\d{1,6})\.(\d{1,6})(-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/.exec(text);
  if (found === null) return null;
  const [, major, minor, patch, prerelease] = found;
  return { parts: [Number(major), Number(minor), Number(patch)], prerelease: prerelease !== undefined };
}

function known(text: string): EngineVersion {
  const version = parseVersion(text);
  if (version === null) throw new Error(`${text} is not a version`);
  return version;
}

/** A pre-release comes before its release, and so may lack what that has. */
function compare(a: EngineVersion, b: EngineVersion): number {
  for (const at of [0, 1, 2] as const) if (a.parts[at] !== b.parts[at]) return a.parts[at] - b.parts[at];
  return Number(b.prerelease) - Number(a.prerelease);
}

/** Whether a version will do: engine-too-old, engine-unusable for what is no version, the warning engine-untested. */
export function checkVersion(flavour: TerraformFlavour, path: string, text: string): readonly Diagnostic[] {
  const version = parseVersion(text);
  const hint = `Install ${flavour} ${MINIMUM_VERSION[flavour]} or newer, or use --engine embedded.`;
  if (version === null) {
    const message = `${path} reports the version ${quote(text)}, which is not one.`;
    return [diagnostic('engine-unusable', message, null, { hint })];
  }
  if (compare(version, known(MINIMUM_VERSION[flavour])) < 0) {
    const message = `${path} is ${flavour} ${text}: ${MINIMUM_VERSION[flavour]} is the oldest version that works.`;
    return [diagnostic('engine-too-old', message, null, { hint })];
  }
  if (version.parts[0] > KNOWN_MAJOR) {
    const message = `${path} is ${flavour} ${text}; ${KNOWN_MAJOR}.x is what Bylaw knows.`;
    return [
      diagnostic('engine-untested', message, null, {
        hint: 'Bylaw compares every plan with its own, so nothing wrong is applied; if it fails, use --engine embedded.',
      }),
    ];
  }
  return [];
}
