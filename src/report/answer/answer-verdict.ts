import { counted } from '../phrases.ts';
import { type AccessSource, sideOf, type WhatQuestion, type WhoQuestion } from './access-source.ts';
import type { WhatAnswer } from './what-answer.ts';
import type { WhoAnswer } from './who-answer.ts';

/** `documents:write on acme (as written): 3 people`. */
export function whoVerdict(question: WhoQuestion, answer: WhoAnswer, source: AccessSource): string {
  const about = `${question.permission} on ${question.scope} (${sideOf(source)})`;
  if (answer.missing !== null) return `${about}: nobody, ${answer.missing.text}`;
  const count = answer.people.length;
  const invited = answer.onceAccepted.length;
  const later = invited === 0 ? '' : `, and ${counted(invited, 'person', 'people')} once accepted`;
  return `${about}: ${count === 0 ? 'nobody' : counted(count, 'person', 'people')}${later}`;
}

/** `dan@acme.com (live): access to 2 scopes`. */
export function whatVerdict(question: WhatQuestion, answer: WhatAnswer, source: AccessSource): string {
  const about = `${source.spelling(question.member)} (${sideOf(source)})`;
  if (answer.missing !== null) return `${about}: no access, ${answer.missing.text}`;
  if (answer.scopes.length === 0) return `${about}: no access to ${question.scope ?? source.organization}`;
  return question.scope === null
    ? `${about}: access to ${counted(answer.scopes.length, 'scope')} of ${source.organization}`
    : `${about}: access to ${question.scope}`;
}
