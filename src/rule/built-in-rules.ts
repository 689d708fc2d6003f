import { emailDomains } from './built-in/email-domains.ts';
import { emptyGroups } from './built-in/empty-groups.ts';
import { escalation } from './built-in/escalation.ts';
import { groupOwners } from './built-in/group-owners.ts';
import { lookAlikeNames } from './built-in/look-alike-names.ts';
import { naming } from './built-in/naming.ts';
import { noDirectRoles } from './built-in/no-direct-roles.ts';
import { ownedFiles } from './built-in/owned-files.ts';
import { requiredExpiry } from './built-in/required-expiry.ts';
import { separationOfDuties } from './built-in/separation-of-duties.ts';
import { unusedRoles } from './built-in/unused-roles.ts';

/** Every rule that comes with Bylaw, by name. Adding one: its file, and its line here with the import. */
export const BUILT_IN_RULES = [
  emailDomains,
  emptyGroups,
  escalation,
  groupOwners,
  lookAlikeNames,
  naming,
  noDirectRoles,
  ownedFiles,
  requiredExpiry,
  separationOfDuties,
  unusedRoles,
] as const;
