/** Reviews of a base and of now: what makes one weaker is told, and nothing that makes it stricter, or ends with its grant. */
import { expect, it } from 'vitest';
import { weakerReviews } from '../../src/weakening/weaker-reviews.ts';
import { documentOf, platformNamed } from '../platform/shipped.ts';
import { got } from '../policy/fixture.ts';

const REVIEW = '{ every: 3 months, owners: [ana@acme.example], from: 2026-01-15, overdue: fail }';
const body = (review: string, roles = '[viewer]') =>
  `members:\n  ana@acme.example:\n  bo@acme.example: { roles: ${roles}${review === '' ? '' : `, review: ${review}`} }\n`;

function weaker(before: string, now: string): readonly string[] {
  const [was, is] = [got(documentOf('lumoauth', before)), got(documentOf('lumoauth', now))];
  return weakerReviews(was, is, platformNamed('lumoauth')).map(({ what }) => what);
}

const BO = 'bo@acme.example in acme';
const ROWS: readonly (readonly [string, before: string, now: string, told: readonly string[]])[] = [
  ['gone', body(REVIEW), body(''), [`${BO} is reviewed no more`]],
  ['hardly otherwise', body(REVIEW), body(REVIEW.replace('3 months', '13 weeks')), []],
  [
    'less often',
    body(REVIEW),
    body(REVIEW.replace('3 months', '1 year')),
    [`${BO} is reviewed every 1 year, no more every 3 months`],
  ],
  [
    'later',
    body(REVIEW),
    body(REVIEW.replace('2026-01', '2026-02')),
    [`${BO} is reviewed from 2026-02-15 on, no more from 2026-01-15`],
  ],
  [
    'another owner',
    body(REVIEW),
    body(REVIEW.replace('[ana@', '[bo@acme.example, ana@')),
    [`${BO} may be decided by bo@acme.example too`],
  ],
  [
    'no failure',
    body(REVIEW),
    body(REVIEW.replace('fail', 'warn')),
    [`${BO} fails no check any more once it is past due`],
  ],
  ['moved to the organization', body(REVIEW), `review: ${REVIEW}\n${body('')}`, []],
  [
    'moved away from the organization',
    `review: ${REVIEW}\n${body('')}`,
    body(REVIEW),
    ['ana@acme.example in acme is reviewed no more'],
  ],
  [
    'of a role, gone',
    body('', `[{ role: viewer, review: ${REVIEW} }]`),
    body(''),
    [`viewer for ${BO.replace(' in ', ' on ')} is reviewed no more`],
  ],
  ['of a role, now of the entry', body('', `[{ role: viewer, review: ${REVIEW} }]`), body(REVIEW), []],
  ['with its grant', body(REVIEW), 'members:\n  ana@acme.example:\n', []],
];

it.each(ROWS)('%s', (_, before, now, told) => {
  expect(weaker(before, now)).toEqual(told);
  expect(weaker(before, before)).toEqual([]);
  if (told.length > 0 && !before.startsWith('review:')) expect(weaker(now, before)).toEqual([]);
});

it('one line that many grants have is told once', () => {
  const group = (review: string) =>
    `members:\n  ana@acme.example:\n  bo@acme.example:\ngroups:\n  qa: { ${review}members: [ana@acme.example, bo@acme.example], roles: [viewer] }\n`;
  expect(weaker(group(`review: ${REVIEW}, `), group(''))).toEqual(['group qa on acme is reviewed no more']);
});
