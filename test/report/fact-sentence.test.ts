import { expect, it } from 'vitest';
import { factSentence } from '../../src/report/plan/fact-sentence.ts';

it.each([
  [
    'create role:acme/writer {"title":"Writer","description":"","permissions":["documents:write"],"denies":[],"includes":[]}',
    '+ role acme/writer, title "Writer", permissions documents:write',
  ],
  [
    'create assignment:acme|member:bo@acme.example {"roles":["admin"],"below":[],"denied":[]}',
    '+ what bo@acme.example has on acme, roles admin',
  ],
  [
    'replace assignment:acme/products/web|group:acme/qa {"roles":[],"below":["a","b"],"denied":[]}',
    '± what group acme/qa has on acme/products/web, below a and b',
  ],
  ['create group:acme/a {b {"title":"a {b"}', '+ group acme/a {b, title "a {b"'],
  ['delete member:acme/bo@acme.example', '- member acme/bo@acme.example'],
  ['add group:acme/qa members eve & co', '+ eve & co in members of group acme/qa'],
  [
    'remove group:acme/qa membership-roles bo@acme.example=owner',
    '- bo@acme.example=owner in membership-roles of group acme/qa',
  ],
  ['set group:acme/qa title "Quality"', '~ title of group acme/qa is "Quality"'],
])('%s', (fact, sentence) => {
  expect(factSentence(fact)).toBe(sentence);
});

it.each([
  // Which of the two is the field, and which is in a name?
  'add group:acme/x members y members z',
  'add member:acme/a state b invitation c',
  // Nothing that a plan writes.
  'delete planet:mars',
  'create role:acme/x [1]',
  'create role:acme/x {"title":',
  'add group:acme/qa planets mars',
  'delete assignment:acme',
  'grant everything',
  '',
])('stays as it stands: %j', (fact) => {
  expect(factSentence(fact)).toBe(fact);
});
