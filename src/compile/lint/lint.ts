import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { LintLevel } from '../../policy/document-types.ts';
import { type Diagnostic, sortDiagnostics } from '../../source/diagnostic.ts';
import type { LintContext, LintRule } from './lint-rule.ts';
import { LINT_RULES } from './lint-rules.ts';
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

/** What the rules that are on find in one organization. Warnings change no exit status; errors are errors. */
export function lint(
  lintContext: LintContext,
  levels: ReadonlyMap<string, LintLevel>,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const wayOutOf = recordHints(lintContext.desired);
  for (const rule of LINT_RULES) {
    const level = levelOf(rule, lintContext.desired.platform, levels);
    if (level === 'off') continue;
    for (const { message, origin, related = [], hint = rule.wayOut } of rule.check(lintContext)) {
      found.push({
        code: rule.code,
        severity: level,
        message,
        origin,
        related,
        hint: wayOutOf(hint, origin),
      });
    }
  }
  return sortDiagnostics(found);
}
