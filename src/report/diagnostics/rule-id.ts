import type { Diagnostic } from '../../source/diagnostic.ts';

/** What a diagnostic is one of. Each written rule is one of its own, however a finding of it stands. */
export function ruleIdOf({ code, finding }: Diagnostic): string {
  return finding === undefined ? code : `${finding.check}/${finding.rule}`;
}
