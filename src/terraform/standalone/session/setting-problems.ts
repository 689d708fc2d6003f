import type { ConnectionFault } from '../../../connector/connect.ts';
import type { SettingFault } from '../../../connector/settings.ts';
import { wayOutOf } from '../../../source/diagnostic.ts';
import { sentences } from '../../../source/sentences.ts';
import type { RowDiagnostic } from '../../provider/protocol/row.ts';
import { rowProblem } from '../block-diagnostics.ts';

/** The attribute of the block that says a setting. */
function attributeOf(setting: string): string {
  if (setting === 'url') return 'url';
  return setting === 'token-env' ? 'token_env' : 'settings';
}

const SUMMARIES: Readonly<Record<ConnectionFault['fault'], string>> = {
  missing: 'Not said',
  unknown: 'No such setting',
  'not-a-url': 'Not a URL',
  'not-a-variable': 'Not the name of a variable',
  'not-a-value': 'Not a value of it',
  'no-secret': 'No token',
};

export function problemOfSetting({ setting, fault, message, hint }: SettingFault): RowDiagnostic {
  const told = hint === null || fault === 'not-a-url' ? message : `${message} ${hint}`;
  return rowProblem(SUMMARIES[fault], told, [attributeOf(setting)]);
}

export function problemOfConnection({ setting, fault, diagnostic }: ConnectionFault): RowDiagnostic {
  const where = fault === 'no-secret' ? 'It is read where terraform runs.' : null;
  const told = sentences(diagnostic.message, wayOutOf(diagnostic), where);
  return rowProblem(SUMMARIES[fault], told, [attributeOf(setting)]);
}
