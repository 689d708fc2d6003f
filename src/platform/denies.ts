import type { Findings } from '../source/findings.ts';
import type { CompletePlatform } from './platform-defaults.ts';
import type { DenyRules } from './platform-definition.ts';

/** What a deny does; null where nothing can take anything away. Code: `platform-invalid`. */
export function readDenies(file: CompletePlatform, findings: Findings): DenyRules | null {
  const can =
    file.assignments.denied ||
    file['custom-roles']?.denies === true ||
    Object.values(file.roles).some(({ denies }) => denies.length > 0);
  if (can) return { overBypass: file.denies?.['over-bypass'] ?? true };
  if (file.denies !== undefined) {
    findings.atKey('platform-invalid', ['denies'], 'Nothing of this platform takes anything away.', {
      hint: 'Remove the key, or say what denies: denies of a role, denies of custom-roles, or denied of assignments.',
    });
  }
  return null;
}
