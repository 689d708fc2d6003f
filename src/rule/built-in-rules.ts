import { emailDomains } from './built-in/email-domains.ts';
import { separationOfDuties } from './built-in/separation-of-duties.ts';

/** Every rule that comes with Bylaw. Adding one: its file, and a line here. */
export const BUILT_IN_RULES = [emailDomains, separationOfDuties] as const;
