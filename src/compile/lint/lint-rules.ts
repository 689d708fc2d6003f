import { blankAtEnd } from './blank-at-end.ts';
import { broadPattern } from './broad-pattern.ts';
import { deactivatedWithAccess } from './deactivated-with-access.ts';
import { directRole } from './direct-role.ts';
import { emptyGroup } from './empty-group.ts';
import { exceptionWithoutEnd } from './exception-without-end.ts';
import { groupWithoutAccess } from './group-without-access.ts';
import type { LintRule } from './lint-rule.ts';
import { memberWithoutAccess } from './member-without-access.ts';
import { redundantRole } from './redundant-role.ts';
import { singleOwner } from './single-owner.ts';
import { unusedRole } from './unused-role.ts';

/** Every lint rule by its code. Adding one: a file, a line here, a row among the codes, a name in two schemas. */
export const LINT_RULES = {
  'blank-at-end': blankAtEnd,
  'broad-pattern': broadPattern,
  'deactivated-with-access': deactivatedWithAccess,
  'direct-role': directRole,
  'empty-group': emptyGroup,
  'exception-without-end': exceptionWithoutEnd,
  'group-without-access': groupWithoutAccess,
  'member-without-access': memberWithoutAccess,
  'redundant-role': redundantRole,
  'single-owner': singleOwner,
  'unused-role': unusedRole,
} as const satisfies Readonly<Record<string, LintRule>>;

export type LintCode = keyof typeof LINT_RULES;

export const LINT_CODES = Object.keys(LINT_RULES) as readonly LintCode[];
