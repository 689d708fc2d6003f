import { parsePrincipal } from '../../../resource/identifiers.ts';
import { invisibleIn } from '../../../source/invisible-characters.ts';
import type { BlockPath } from '../block-diagnostics.ts';
import type { ReportProblem } from './block-check.ts';

export function checkPerson(key: string, reportProblem: ReportProblem, ...blockPath: BlockPath): void {
  if (key === '' || invisibleIn(key) !== null || /\s/u.test(key))
    reportProblem(
      'Not the key of a person',
      `${JSON.stringify(key)} is empty, or holds a space or an invisible character.`,
      ...blockPath,
    );
}

export function checkPrincipal(
  principal: string,
  reportProblem: ReportProblem,
  ...blockPath: BlockPath
): void {
  const parsed = parsePrincipal(principal);
  if (parsed === null) {
    reportProblem(
      'Not a principal',
      `${JSON.stringify(principal)}: write member:dan@acme.com or group:acme/qa.`,
      ...blockPath,
    );
  } else if (parsed.type === 'member') {
    checkPerson(parsed.member, reportProblem, ...blockPath);
  } else {
    const cut = parsed.group.lastIndexOf('/');
    if (cut <= 0 || cut === parsed.group.length - 1)
      reportProblem(
        'Not a path of a group',
        `${JSON.stringify(parsed.group)}: write home and name, as in group:acme/qa.`,
        ...blockPath,
      );
  }
}
