import { type KeptRole, leastOf } from '../../platform/kept-roles.ts';
import type { PlatformDefinition } from '../../platform/platform-definition.ts';

/** Who would be left where a rule keeps somebody: "no active owner", "nobody who can do all that admin can". */
export function leftWith(rule: KeptRole, left: number): string {
  const how = left === 0 ? 'no' : `only ${left}`;
  switch (rule.rule) {
    case 'minimum-holders':
      return `${how} active ${rule.role}`;
    case 'last-holder-stays':
      return `nobody who can do all that ${rule.role} can`;
  }
}

/** Whose rule it is. */
export function keptBy(rule: KeptRole, { title }: PlatformDefinition): string {
  switch (rule.rule) {
    case 'minimum-holders':
      return `${title} keeps at least ${leastOf(rule)} (${rule.code}).`;
    case 'last-holder-stays':
      return `${title} would let it happen, and nobody could give it back (${rule.code}).`;
  }
}
