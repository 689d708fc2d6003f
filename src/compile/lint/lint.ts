import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { LintLevel } from '../../policy/document-types.ts';
import { type Diagnostic, diagnostic, sortDiagnostics } from '../../source/diagnostic.ts';
import type { LintContext } from './lint-rule.ts';
import { LINT_CODES, LINT_RULES, type LintCode } from './lint-rules.ts';

/**
 * What the workspace says of a rule counts; else a platform whose pages warn of the thing turns it on; else the rule's
 * own usual level.
 */
export function levelOf(
  code: LintCode,
  platform: PlatformDefinition,
  levels: ReadonlyMap<string, LintLevel>,
): LintLevel {
  return levels.get(code) ?? (platform.lint.includes(code) ? 'warning' : LINT_RULES[code].usual);
}

/** What the rules that are on find in one organization. Warnings change no exit status; errors are errors. */
export function lint(
  lintContext: LintContext,
  levels: ReadonlyMap<string, LintLevel>,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const code of LINT_CODES) {
    const level = levelOf(code, lintContext.desired.platform, levels);
    if (level === 'off') continue;
    for (const { message, origin, related = [], hint } of LINT_RULES[code].find(lintContext)) {
      found.push(diagnostic(code, message, origin, { severity: level, related, hint }));
    }
  }
  return sortDiagnostics(found);
}
