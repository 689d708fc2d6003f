import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { LintLevel } from '../../policy/document-types.ts';
import { type Diagnostic, sortDiagnostics } from '../../source/diagnostic.ts';
import type { LintContext, LintRule } from './lint-rule.ts';
import { LINT_RULES, type LintCode } from './lint-rules.ts';
import { recordHints } from './record-hint.ts';

/**
 * What the workspace says of a rule counts; else a platform whose pages warn of the thing turns it on; else the rule's
 * own usual level.
 */
export function levelOf(
  { code, usual }: Pick<LintRule, 'code' | 'usual'>,
  platform: PlatformDefinition,
  levels: ReadonlyMap<string, LintLevel>,
): LintLevel {
  return levels.get(code) ?? (platform.lint.includes(code) ? 'warning' : usual);
}

/**
 * What the rules that are on find in one organization, or those of them that are asked. Warnings change no exit status;
 * errors are errors.
 */
export function lint(
  lintContext: LintContext,
  levels: ReadonlyMap<string, LintLevel>,
  isAsked: (code: LintCode, level: LintLevel) => boolean = () => true,
): readonly Diagnostic[] {
  const asked = LINT_RULES.flatMap((rule) => {
    const level = levelOf(rule, lintContext.desired.platform, levels);
    return level !== 'off' && isAsked(rule.code, level) ? [{ rule, level }] : [];
  });
  if (asked.length === 0) return [];
  const wayOutOf = recordHints(lintContext.desired);
  const found = asked.flatMap(({ rule, level }) =>
    [...rule.check(lintContext)].map(
      ({ message, origin, related = [], hint = rule.wayOut }): Diagnostic => ({
        code: rule.code,
        severity: level,
        message,
        origin,
        related,
        hint: wayOutOf(hint, origin),
      }),
    ),
  );
  return sortDiagnostics(found);
}
