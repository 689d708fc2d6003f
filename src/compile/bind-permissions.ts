import { expandPattern, patternsOf } from '../platform/expand-pattern.ts';
import { splitInstance } from '../platform/permission-instances.ts';
import type { PermissionName } from '../platform/platform-definition.ts';
import type { Written } from '../policy/document-types.ts';
import type { Origin } from '../source/origin.ts';
import { quote } from '../source/quote.ts';
import type { Binding } from './binding.ts';

/**
 * Permissions as written, patterns expanded, each with the first place that names it. Reports `unknown-permission`
 * for a name that is not in the catalogue and for a pattern that matches none of it. Null is a list that is not written: it gives nothing.
 */
export function bindPermissions(
  written: readonly Written<string>[] | null,
  binding: Binding,
): Map<PermissionName, Origin> {
  const bound = new Map<PermissionName, Origin>();
  if (written === null) return bound;
  const catalogue = binding.platform.permissions;
  for (const { value, origin } of written) {
    const expanded = expandPattern(value, catalogue);
    if (expanded.length === 0) {
      const instance = splitInstance(value);
      const pattern = instance === null && value.includes('*');
      const message =
        instance !== null && catalogue.has(instance.of)
          ? `On ${binding.platform.title} ${instance.of} is not given for a text, such as ${quote(instance.text)}.`
          : pattern
            ? `The pattern ${quote(value)} matches no permission of ${binding.platform.title}.`
            : `${binding.platform.title} has no permission ${quote(value)}.`;
      binding.report('unknown-permission', message, origin, {
        hint: binding.suggest(value, patternsOf(catalogue), 'The platform page lists the catalogue.'),
      });
    }
    for (const name of expanded) if (!bound.has(name)) bound.set(name, origin);
  }
  return bound;
}
