import { blankAtEnd } from './blank-at-end.ts';
import { broadPattern } from './broad-pattern.ts';
import { deactivatedWithAccess } from './deactivated-with-access.ts';
import { directRole } from './direct-role.ts';
import { emptyGroup } from './empty-group.ts';
import { exceptionWithoutEnd } from './exception-without-end.ts';
import { groupWithoutAccess } from './group-without-access.ts';
import { memberWithoutAccess } from './member-without-access.ts';
import { redundantRole } from './redundant-role.ts';
import { roleBelowSetting } from './role-below-setting.ts';
import { singleOwner } from './single-owner.ts';
import { unusedRole } from './unused-role.ts';

/** Every lint rule. Adding one: its file, and a line here. */
export const LINT_RULES = [
  blankAtEnd,
  broadPattern,
  deactivatedWithAccess,
  directRole,
  emptyGroup,
  exceptionWithoutEnd,
  groupWithoutAccess,
  memberWithoutAccess,
  redundantRole,
  roleBelowSetting,
  singleOwner,
  unusedRole,
] as const;

export type LintCode = (typeof LINT_RULES)[number]['code'];

export const LINT_CODES: readonly LintCode[] = LINT_RULES.map(({ code }) => code);

declare module '../../source/codes/codes.ts' {
  /** The codes of these rules are codes of diagnostics. */
  interface LintCodes extends Readonly<Record<LintCode, unknown>> {}
}
