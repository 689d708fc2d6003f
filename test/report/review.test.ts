import { describe, expect, test } from 'vitest';
import type { ApplyResult } from '../../src/plan/apply-result.ts';
import { displayNameOf } from '../../src/plan/display-names.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { writesOf } from '../../src/plan/write/change-writes.ts';
import type { Write } from '../../src/plan/write/write.ts';
import { appliedMarkdown } from '../../src/report/apply/apply-markdown.ts';
import { appliedText } from '../../src/report/apply/apply-text.ts';
import { COMMENT_LIMIT } from '../../src/report/markdown/pull-request-comment.ts';
import { planJson } from '../../src/report/plan/plan-json.ts';
import { planMarkdown } from '../../src/report/plan/plan-markdown.ts';
import { planText } from '../../src/report/plan/plan-text.ts';
import { plain } from '../../src/report/text/text-style.ts';
import { resourceWith } from '../../src/resource/resource-types.ts';
import { BY_ID } from '../../src/resource/spelling.ts';
import { diagnostic } from '../../src/source/diagnostic.ts';
import { lumoauth } from './platforms.ts';
import { acme, desiredOf, embedded, place, planned } from './scene.ts';
import { Side } from './side.ts';

/** What a reviewer must see, whatever the size. */

function names(count: number, stem = 'person'): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${stem}-${String(at + 1).padStart(4, '0')}@acme.com`);
}

function side(which: 'desired' | 'live', people: readonly string[]): Side {
  const made = new Side('acme', which).scope('acme', 'organization', 'Acme');
  for (const person of people) made.member(person);
  return made;
}

function admins(count: number): Plan {
  const people = names(count);
  const desired = side('desired', people).group('admins', people).assign('group:admins', ['admin']);
  const live = side('live', people).group('admins', []).assign('group:admins', ['admin']);
  return planned(desiredOf('acme', lumoauth, desired), live);
}

/** 5,000 people of whom all become viewers, 40 administrators, and 34 are removed. */
function large(): Plan {
  const [staff, gone, chiefs] = [names(5000), names(34, 'gone'), names(40, 'chief')];
  const desired = side('desired', [...staff, ...chiefs])
    .group('staff', staff)
    .assign('group:staff', ['viewer']);
  for (const chief of chiefs) desired.assign(chief, ['admin']);
  const live = side('live', [...staff, ...gone, ...chiefs]).group('staff', gone);
  live.assign('group:staff', ['viewer']);
  for (const person of gone) live.assign(person, ['editor']);
  return planned(desiredOf('acme', lumoauth, desired), live);
}

describe('a comment', () => {
  test('names each of 31 new administrators, as who gains and as what is changed', () => {
    const text = planMarkdown([admins(31)]);
    for (const person of names(31)) {
      expect(text).toContain(`\`+ ${person}\``);
      expect(text, person).toMatch(new RegExp(`^\\| .*\`${person}\`.* \\| gains \\| `, 'm'));
    }
    expect(text).not.toContain('more');
  });

  test('has each of 34 removals and 40 administrators among 5,000 who gain less, and counts the rest', () => {
    const text = planMarkdown([large()]);
    expect(text.length).toBeLessThanOrEqual(COMMENT_LIMIT);
    expect(text.length).toBeGreaterThan(COMMENT_LIMIT - 3000);
    const rows = text.split('\n').filter((line) => line.startsWith('|'));
    for (const person of names(34, 'gone')) {
      expect(text.split('\n').find((line) => line.startsWith('**34 people lose all access:'))).toContain(
        person,
      );
      expect(rows.some((row) => row.includes(person) && row.includes('**loses all access**'))).toBe(true);
      expect(rows.some((row) => row.includes(`member \`${person}\``))).toBe(true);
      expect(rows.some((row) => row.includes(`\`- ${person}\``))).toBe(true);
    }
    for (const person of names(40, 'chief')) {
      expect(rows.some((row) => row.includes(person) && row.includes('gains | `* (everything)`'))).toBe(true);
    }
    // Every one of the 5,000 is in the table or counted as left out of it.
    const shown = names(5000).filter((person) => text.includes(`\`${person}\``)).length;
    const left = /\((\d+) named\) of who gains and loses access in acme/.exec(text)?.[1] ?? '0';
    expect(shown + Number(left)).toBe(5000);
    expect(text).toMatch(/\*\*Left out, .*`bylaw plan --json` has all of it\./);
    expect(text.indexOf('**loses all access**')).toBeLessThan(text.indexOf('`* (everything)`'));
    expect(text.indexOf('`* (everything)`')).toBeLessThan(text.indexOf('| gains | `users:read`'));
  });

  test('keeps losses of the last organization before gains of the first', () => {
    const people = names(3000);
    const first = planned(
      desiredOf(
        'aaa',
        lumoauth,
        people.reduce(
          (made, person) => made.member(person).assign(person, ['viewer']),
          new Side('aaa', 'desired').scope('aaa', 'organization', 'A'),
        ),
      ),
      new Side('aaa', 'live').scope('aaa', 'organization', 'A'),
    );
    const gone = names(200, 'gone');
    const live = gone.reduce(
      (made, person) => made.member(person).assign(person, ['editor']),
      new Side('zzz', 'live').scope('zzz', 'organization', 'Z'),
    );
    const last = planned(
      desiredOf('zzz', lumoauth, new Side('zzz', 'desired').scope('zzz', 'organization', 'Z')),
      live,
    );
    const rows = planMarkdown([first, last])
      .split('\n')
      .filter((line) => line.includes('**loses all access**'));
    for (const person of gone)
      expect(
        rows.some((row) => row.includes(person)),
        person,
      ).toBe(true);
  });

  test('cuts no list of permissions short', () => {
    const all = [...lumoauth.permissions.keys()].slice(1);
    const desired = side('desired', ['ana@acme.com']).role('most', all).assign('ana@acme.com', ['most']);
    const text = planMarkdown([
      planned(desiredOf('acme', lumoauth, desired), side('live', ['ana@acme.com'])),
    ]);
    expect(text).not.toContain('…');
  });

  test('says once why things are removed', () => {
    for (const text of [planMarkdown([large()]), planText([large()], plain)]) {
      expect(text.split('the documents are the whole truth').length).toBe(2);
    }
  });
});

test('a terminal names all who lose or gain everything, and folds plain gains', () => {
  const text = planText([large()], plain);
  const line = (start: string) => text.split('\n').find((one) => one.trimStart().startsWith(start)) ?? '';
  for (const person of names(34, 'gone')) expect(line('lose all access')).toContain(person);
  for (const person of names(40, 'chief')) expect(line('gain * (everything)')).toContain(person);
  expect(line('gain users:read')).toMatch(/ and 4991 more \(--json names all\)$/);
  expect(text).toMatch(/^ +and 4984 more, 0 of which are taken away \(--json has all\)$/m);
});

test('what is unmanaged says which roles it gives', () => {
  const desired = desiredOf('acme', lumoauth, side('desired', ['eve@evil.example']), {
    authority: { ...acme.desired.authority, assignment: 'declared' },
  });
  const plan = planned(desired, side('live', ['eve@evil.example']).assign('eve@evil.example', ['admin']));
  expect(planText([plan], plain)).toContain('roles of eve@evil.example on acme: admin\n');
  expect(planMarkdown([plan])).toContain('- roles of `eve@evil.example` on acme: admin\n');
  expect(planJson([plan]).organizations[0]?.unmanaged[0]?.name).toBe(
    'roles of eve@evil.example on acme: admin',
  );
});

test('groups below the organization are named with where they live', () => {
  const group = (home: string) =>
    resourceWith(
      'group',
      {
        home,
        name: 'local',
        title: '',
        description: '',
        members: new Map(),
        groups: new Map(),
        permissions: new Map(),
      },
      place(1, 1),
    );
  const roles = resourceWith(
    'assignment',
    { scope: 'acme', principal: { type: 'group', group: 'acme/units/emea/local' }, roles: new Map() },
    place(1, 1),
  );
  expect(displayNameOf(group('acme'), BY_ID)).toBe('group local');
  expect(displayNameOf(group('acme/units/emea'), BY_ID)).toBe('group local in acme/units/emea');
  expect(displayNameOf(roles, BY_ID)).toBe('roles of group local in acme/units/emea on acme');
});

describe('an incomplete apply', () => {
  const effective = acme.changes.flatMap((change) => (change.action === 'deferred' ? [] : [change]));
  const incomplete = (made: readonly Write[], left: number | null): ApplyResult => ({
    plan: acme,
    engine: embedded,
    made,
    inDoubt: [],
    writes: made.length,
    requests: 9,
    result: 'incomplete',
    second: left === null ? null : { ...acme, changes: acme.changes.slice(-left) },
    diagnostics: [
      diagnostic('apply-incomplete', 'It stopped.', null, { hint: 'Run plan, then apply again.' }),
    ],
  });

  test('claims nothing that it did not write', () => {
    const text = appliedText([incomplete([], 2)], plain);
    const others = effective.length - 2;
    expect(text).toContain(
      `incomplete: 0 of ${effective.length} changes made, ${others} made meanwhile by somebody else, 2 left`,
    );
    expect(text).not.toMatch(/^Done/m);
    expect(text).toMatch(/^Changed meanwhile by somebody else/m);
    expect(appliedMarkdown([incomplete([], 2)])).not.toContain('<summary>Done');
  });

  test('tells what was made in full, and what in part', () => {
    const update = effective.find((change) => writesOf(change).length === 3);
    if (update === undefined) throw new Error('no change of three writes');
    const [first, second] = writesOf(update);
    if (first === undefined || second === undefined) throw new Error('no writes');
    const other = effective.filter((change) => change !== update).slice(0, 1);
    const text = appliedText([incomplete([...other.flatMap(writesOf), first, second], null)], plain);
    expect(text).toContain(
      `incomplete: 1 of ${effective.length} changes made, 1 in part; what is left could not be read`,
    );
    expect(text).toMatch(/^Done in part\n.*2 of 3 writes$/m);
    expect(text).toMatch(/^Not made/m);
  });

  test('gives its advice once', () => {
    const text = appliedText([incomplete([], 2)], plain);
    expect(text.match(/help/g)).toHaveLength(1);
  });
});
