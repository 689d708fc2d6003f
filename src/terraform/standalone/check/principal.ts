import { parsePrincipal } from '../../../resource/reference.ts';
import { invisibleIn } from '../../../source/invisible.ts';
import type { BlockPath } from '../problems.ts';
import type { ReportProblem } from './check.ts';

export function checkPerson(key: string, say: ReportProblem, ...place: BlockPath): void {
  if (key === '' || invisibleIn(key) !== null || /\s/u.test(key))
    say(
      'Not the key of a person',
      `${JSON.stringify(key)} holds a blank or a sign that cannot be seen, or nothing.`,
      ...place,
    );
}

export function checkPrincipal(principal: string, say: ReportProblem, ...place: BlockPath): void {
  const parsed = parsePrincipal(principal);
  if (parsed === null) {
    say(
      'Not a principal',
      `${JSON.stringify(principal)}: write member:dan@acme.com or group:acme/qa.`,
      ...place,
    );
  } else if (parsed.type === 'member') {
    checkPerson(parsed.member, say, ...place);
  } else {
    const cut = parsed.group.lastIndexOf('/');
    if (cut <= 0 || cut === parsed.group.length - 1)
      say(
        'Not a path of a group',
        `${JSON.stringify(parsed.group)}: write home and name, as in group:acme/qa.`,
        ...place,
      );
  }
}
