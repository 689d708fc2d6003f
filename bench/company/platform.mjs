// The platform of the synthetic company: 120 permissions in 6 modules, 80 roles of about ten each.
import { loadPlatform } from '../../dist/platform/load-platform.js';
import { readYaml } from '../../dist/source/yaml.js';
import { isPredefined, ROLES, roleName } from './shape.mjs';
import { numbersFrom } from './sizes.mjs';

/**
 * How scopes take over what is given above: all by union, or with kinds that override or are gated; `denies` is by union,
 * with roles that deny and assignments that deny roles.
 */
export const VARIANTS = {
  union: { unit: 'union', product: 'union' },
  override: { unit: 'override', product: 'override' },
  gated: { unit: 'union', product: 'gated' },
  denies: { unit: 'union', product: 'union' },
};

const ACTIONS = ['read', 'write', 'delete', 'share', 'publish'];
export const PERMISSIONS = Array.from(
  { length: 120 },
  (_, at) => `thing-${Math.floor(at / 5)}:${ACTIONS[at % 5]}`,
);
const moduleAt = (at) => `module-${Math.floor(at / 20)}`;

/** What each role gives: about ten permissions. */
export const ROLE_PERMISSIONS = (() => {
  const numbers = numbersFrom(7);
  return Array.from({ length: ROLES }, () => {
    const count = 8 + numbers.below(5);
    return [...new Set(Array.from({ length: count }, () => PERMISSIONS[numbers.below(120)]))];
  });
})();

export const quoted = (names) => `[${names.map((name) => `"${name}"`).join(', ')}]`;

/** The platform file, as a user would write it. Its own roles pass gates, where there are gates. */
export function platformText(variant) {
  const { unit, product } = VARIANTS[variant];
  const roles = ROLE_PERMISSIONS.flatMap((given, at) => {
    if (!isPredefined(at)) return [];
    const ungated = variant === 'gated' ? ', ungated: true' : '';
    const denies = variant === 'denies' && at % 8 === 0 ? `, denies: ${quoted([PERMISSIONS[at]])}` : '';
    return `  ${roleName(at)}: { title: Role ${at}, permissions: ${quoted(given)}, assignable-at: [organization, unit, product]${ungated}${denies} }`;
  });
  return `apiVersion: bylaw/v1
kind: Platform
name: company-${variant}
title: Company
description: The platform of a synthetic company.
scopes:
  organization: { title: Organization, root: true, inherits: union, manage: false }
  unit: { title: Unit, plural: units, parents: [organization, unit], inherits: ${unit}, manage: true }
  product: { title: Product, plural: products, parents: [organization, unit], inherits: ${product}, manage: true${variant === 'gated' ? `, attached: ["${PERMISSIONS[0]}"]` : ''} }
modules:
${Array.from({ length: 6 }, (_, at) => `  ${moduleAt(at * 20)}: { title: Module ${at} }`).join('\n')}
permissions:
${PERMISSIONS.map((name, at) => `  ${name}: { title: "${name}", module: ${moduleAt(at)} }`).join('\n')}
roles:
${roles.join('\n')}
custom-roles: { at: [organization], minimum-permissions: 1 }
${variant === 'denies' ? 'assignments: { denied: true }\n' : ''}members: { key: email, compare: fold-case, roles: many, joining: provisioned, invited-in-groups: false, deactivation: true }
groups: { homes: [organization], carry: [roles, attachments], nesting: native }
nobody-kept: "Nobody administers a synthetic company."
capabilities: { page-size: 100 }
`;
}

export function platformOf(variant) {
  const file = `company-${variant}.yaml`;
  const read = readYaml(Buffer.from(platformText(variant)), file);
  if (!read.ok) throw new Error(JSON.stringify(read.diagnostics));
  const [document] = read.value;
  const loaded = loadPlatform(document.value, document);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  return loaded.value;
}
