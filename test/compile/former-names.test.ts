import { expect, it } from 'vitest';
import { compiled } from '../platform/shipped.ts';

const HEAD = 'members:\n  boss@a.example: { roles: [admin] }\n';

/** `former-name-written` by the line it stands on: what it says, and the way out. */
function said(yaml: string): readonly string[] {
  return compiled('lumoauth', `${HEAD}${yaml}`).diagnostics.flatMap(({ code, message, hint, origin }) =>
    code === 'former-name-written' && origin?.from === 'file' ? [`${origin.line}: ${message} ${hint}`] : [],
  );
}

it.each([
  ['a group', 'groups:\n  h: { title: H, renamed-from: g }\n  g: { title: G }\n', 9],
  [
    'a role',
    'roles:\n  h: { title: H, permissions: ["users:read"], renamed-from: g }\n  g: { title: G, permissions: ["users:read"] }\n',
    9,
  ],
])('%s cannot have been what is written beside it', (_what, yaml, line) => {
  expect(said(yaml)).toEqual([
    `${line}: "g" is written too, so nothing here was renamed from it. Remove \`renamed-from\`: the rename is done, and the name now belongs to something else.`,
  ]);
});

it.each([
  [
    'another kind',
    'groups:\n  h: { title: H, renamed-from: g }\nroles:\n  g: { title: G, permissions: ["users:read"] }\n',
  ],
  ['what is ruled out', 'groups:\n  h: { title: H, renamed-from: g }\n  g: { absent: true }\n'],
  ['nothing else', 'groups:\n  h: { title: H, renamed-from: g }\n'],
])('%s of that name is no contradiction', (_what, yaml) => {
  expect(said(yaml)).toEqual([]);
});

it('names that pass from one to another are refused, with a way that loses nothing', () => {
  const [only, ...more] = said(
    'groups:\n  h: { title: H, renamed-from: g }\n  x: { title: X, renamed-from: h }\n',
  );
  expect(more).toEqual([]);
  expect(only).toContain('10: "h" is written too, and is itself renamed from "g". One apply');
  expect(only).toContain('write "g" instead of "h"');
  expect(only).not.toContain('the rename is done');
});

it('names that go round are refused on both sides', () => {
  const both = said('groups:\n  a: { title: A, renamed-from: b }\n  b: { title: B, renamed-from: a }\n');
  expect(both).toHaveLength(2);
  for (const one of both) expect(one).toContain('give one of them a third name first');
});
