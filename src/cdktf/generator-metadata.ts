import { bylawVersion } from '../workspace/bylaw-version.ts';

let metadata: { readonly providerName: string; readonly providerVersion: string } | null = null;

/**
 * The provider of the same version as this package, which `bylaw provider install` put into the mirror: constructs and
 * schema are made from one table, so another version could know other attributes.
 */
export function generatorMetadata(): { readonly providerName: string; readonly providerVersion: string } {
  metadata ??= { providerName: 'bylaw', providerVersion: bylawVersion() };
  return metadata;
}
