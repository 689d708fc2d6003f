import type { Findings } from '../source/findings.ts';
import type { CompletePlatform } from './platform-defaults.ts';
import type { DenyRules } from './platform-definition.ts';

/** What a deny does; null where nothing can take anything away. Code: `platform-invalid`. */
export function readDenies(file: CompletePlatform, findings: Findings): DenyRules | null {
  const can =
    file.assignments.denied ||
    file['custom-roles']?.denies === true ||
    Object.values(file.roles).some(({ denies }) => denies.length > 0);
  if (can) {
    refuseTexts(file, findings);
    return { overBypass: file.denies?.['over-bypass'] ?? true };
  }
  if (file.denies !== undefined) {
    findings.atKey('platform-invalid', ['denies'], 'Nothing of this platform takes anything away.', {
      hint: 'Remove the key, or say what denies: denies of a role, denies of custom-roles, or denied of assignments.',
    });
  }
  return null;
}

/** What a deny of a permission takes of its texts, and a deny of one text of the whole, no platform has said yet. */
function refuseTexts({ permissions }: CompletePlatform, findings: Findings): void {
  for (const [name, { parameter }] of Object.entries(permissions)) {
    if (parameter === undefined) continue;
    const message = `\`${name}\` has a parameter, on a platform where something can be denied.`;
    findings.atKey('platform-invalid', ['permissions', name, 'parameter'], message, {
      hint: 'Remove the parameter, or all that denies: denies of roles, denies of custom-roles, denied of assignments.',
    });
  }
}
