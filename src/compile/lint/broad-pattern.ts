import type { Finding, LintRule, Material } from './rule.ts';
import { writtenScopes } from './written-scopes.ts';

/** `*` in a role of one's own: whatever the platform invents next is in it as well. */
export const broadPattern: LintRule = {
  why: 'A custom role with `*` holds every permission, those included that the platform adds one day. `documents:*` is not reported.',
  usual: 'warning',
  *find(material: Material): Generator<Finding, void> {
    for (const { written } of writtenScopes(material)) {
      for (const role of written.roles) {
        for (const { value, origin } of role.permissions) {
          if (value !== '*') continue;
          yield {
            message: `The role ${role.name} holds every permission of ${material.desired.platform.title}, also those to come.`,
            origin,
            hint: 'List the permissions, or patterns of the resources that are meant.',
          };
        }
      }
    }
  },
};
