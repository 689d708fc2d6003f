import { describe, expect, it } from 'vitest';
import { type Draft, type DraftMap, isDraftList, isDraftMap } from '../../../src/source/edit/draft.ts';
import { openText } from '../../../src/source/edit/open-text.ts';
import type { Layout } from '../../../src/source/edit/render-yaml.ts';

const layout: Layout = {
  spread: (_path, value) => isDraftMap(value) && value.has('title'),
  subject: (item) => (typeof item.get('member') === 'string' ? `${item.get('member')}` : null),
  notes: (path) => (path[0] === 'authority' ? ['lowered'] : []),
  gap: () => false,
};

type Change = (root: Map<string, Draft>) => void;

function revised(text: string, change: Change): string {
  const open = openText(text);
  const [root] = open.documents;
  if (!isDraftMap(root)) throw new Error('no map');
  const copy = new Map(root);
  change(copy);
  const made = open.revised([copy, ...open.documents.slice(1)], layout);
  if (made === null) throw new Error('not revised');
  return made;
}

const map = (draft: Draft | undefined): DraftMap => {
  if (!isDraftMap(draft)) throw new Error('no map');
  return draft;
};
const list = (draft: Draft | undefined): readonly Draft[] => {
  if (!isDraftList(draft)) throw new Error('no list');
  return draft;
};
const put =
  (at: string, key: string, value: Draft): Change =>
  (root) =>
    root.set(at, new Map([...map(root.get(at)), [key, value]]));
const drop =
  (at: string, key: string): Change =>
  (root) =>
    root.set(at, new Map([...map(root.get(at))].filter(([name]) => name !== key)));
const items =
  (at: string, change: (list: readonly Draft[]) => readonly Draft[]): Change =>
  (root) =>
    root.set(at, change(list(root.get(at))));
const of = (entries: Record<string, Draft>): DraftMap => new Map(Object.entries(entries));

const PEOPLE = `# head
members:
  # the boss
  ada: { roles: [admin] }     # first

  # the rest
  bob:
  cy:   # looks
  dee:
    roles:
      - editor   # writes
      - viewer
# end
`;

describe('a block map', () => {
  it.each<[string, Change, string]>([
    ['takes an entry behind the last', put('members', 'eve', null), PEOPLE.replace('# end', '  eve:\n# end')],
    ['loses an entry with its comments', drop('members', 'ada'), PEOPLE.replace(/ {2}# the boss\n.*\n/, '')],
    ['keeps a heading of several entries', drop('members', 'bob'), PEOPLE.replace('  bob:\n', '')],
    [
      'loses an entry of several lines',
      drop('members', 'dee'),
      PEOPLE.replace(/ {2}dee:[^#]*# writes\n.*\n/, ''),
    ],
    [
      'gives nothing a value before its comment',
      put('members', 'cy', of({ state: 'deactivated' })),
      PEOPLE.replace('cy:   # looks', 'cy: { state: deactivated }   # looks'),
    ],
    [
      'takes a value away and leaves the comment',
      put('members', 'ada', null),
      PEOPLE.replace('ada: { roles: [admin] }     #', 'ada:     #'),
    ],
    [
      'changes a list inside brackets',
      put('members', 'ada', of({ roles: ['admin', 'viewer'] })),
      PEOPLE.replace('[admin]', '[admin, viewer]'),
    ],
    [
      'replaces lines by one',
      put('members', 'dee', of({ state: 'deactivated' })),
      PEOPLE.replace(/dee:[^#]*# writes\n.*\n/, 'dee:\n    state: deactivated\n'),
    ],
    [
      'takes an item out of a list of lines',
      put('members', 'dee', of({ roles: ['viewer'] })),
      PEOPLE.replace('      - editor   # writes\n', ''),
    ],
    [
      'adds an item to a list of lines',
      put('members', 'dee', of({ roles: ['editor', 'viewer', 'yes'] })),
      PEOPLE.replace('- viewer\n', '- viewer\n      - "yes"\n'),
    ],
  ])('%s', (_what, change, wanted) => {
    expect(revised(PEOPLE, change)).toBe(wanted);
  });

  it('goes whole when its last entry goes', () => {
    expect(revised('a: 1\nb:\n  c:\nd: 2\n', (root) => root.delete('b'))).toBe('a: 1\nd: 2\n');
  });

  it('gets a note above a key that is new', () => {
    expect(revised('a: 1', (root) => root.set('authority', 'full'))).toBe('a: 1\n# lowered\nauthority: full');
  });
});

describe('brackets', () => {
  it.each<[string, string, Change, string]>([
    ['an item at the end', 'a: [x, y]\n', items('a', (l) => [...l, 'z']), 'a: [x, y, z]\n'],
    ['an item at the start', 'a: [x, y]\n', items('a', (l) => ['w', ...l]), 'a: [w, x, y]\n'],
    ['an item less', 'a: [ x,y,z ]\n', items('a', (l) => [...l.slice(0, 1), ...l.slice(2)]), 'a: [ x,z ]\n'],
    ['the last item less', 'a: [x, y, z, ]\n', items('a', (l) => l.slice(0, 2)), 'a: [x, y, ]\n'],
    [
      'several lines',
      'a: [\n  x, # one\n  y,\n  z\n]\n',
      items('a', (l) => [...l.slice(1), 'w']),
      'a: [\n  y,\n  z, w\n]\n',
    ],
    ['keys without values', 'a: { x, y }\n', put('a', 'y', of({ b: 1 })), 'a: { x, y: { b: 1 } }\n'],
    ['nothing left', 'a: [x]\nb: 1\n', items('a', () => []), 'a: []\nb: 1\n'],
    [
      'a line that grows too long',
      `a: [${'x'.repeat(40)}, ${'y'.repeat(40)}]   # why\n`,
      items('a', (l) => [...l, 'z'.repeat(40)]),
      `a:   # why\n  - ${'x'.repeat(40)}\n  - ${'y'.repeat(40)}\n  - ${'z'.repeat(40)}\n`,
    ],
  ])('%s', (_what, text, change, wanted) => {
    expect(revised(text, change)).toBe(wanted);
  });
});

describe('maps in a list', () => {
  const text = 'm:\n  - a\n  - member: b      # for a time\n    until: 2099-01-01\n    reason: "x"\n  - c\n';
  it('lose a key', () => {
    const change = items('m', (l) => l.map((i) => (isDraftMap(i) ? of({ member: 'b', reason: 'x' }) : i)));
    expect(revised(text, change)).toBe(text.replace('    until: 2099-01-01\n', ''));
  });
  it('go with their lines', () => {
    expect(
      revised(
        text,
        items('m', (l) => l.filter((i) => !isDraftMap(i))),
      ),
    ).toBe('m:\n  - a\n  - c\n');
  });
  it('lose their first key', () => {
    const change = items('m', (l) =>
      l.map((i) => (isDraftMap(i) ? of({ until: '2099-01-01', reason: 'x' }) : i)),
    );
    expect(openText(revised(text, change)).documents[0]).toEqual(
      new Map([['m', ['a', of({ until: '2099-01-01', reason: 'x' }), 'c']]]),
    );
  });
});

describe('anchors', () => {
  const text = `m:
  coen: &builder   # leads
    roles:
      build: manager
      sign: operator
  dara: *builder
  esme: *builder   # too
  finn: &dev { roles: [x] }
  gaia: *dev
`;
  it('stay with those who keep the value when one who repeats it changes', () => {
    expect(revised(text, put('m', 'dara', of({ roles: ['owner'] })))).toBe(
      text.replace('dara: *builder', 'dara: { roles: [owner] }'),
    );
  });
  it('pass on when the one who has it changes', () => {
    expect(revised(text, put('m', 'coen', null))).toBe(
      text
        .replace(/ &builder {3}# leads\n.*\n.*\n.*\n/, '   # leads\n')
        .replace('dara: *builder', 'dara: &builder { roles: { build: manager, sign: operator } }'),
    );
    expect(revised(text, put('m', 'finn', of({ roles: ['x', 'w'] })))).toBe(
      text.replace('&dev { roles: [x] }', '{ roles: [x, w] }').replace('*dev', '&dev { roles: [x] }'),
    );
  });
  it('pass on when the one who has it goes', () => {
    expect(revised(text, drop('m', 'finn'))).toBe(
      text.replace(/ {2}finn: .*\n/, '').replace('*dev', '&dev { roles: [x] }'),
    );
  });
  it('stay when all change alike', () => {
    const both = (root: Map<string, Draft>) =>
      root.set(
        'm',
        new Map([...map(root.get('m')), ['finn', of({ roles: ['w'] })], ['gaia', of({ roles: ['w'] })]]),
      );
    expect(revised(text, both)).toBe(text.replace('[x]', '[w]'));
  });
  it('pass into a place far below', () => {
    const deep = 'a: &x { r: [1] }\nb:\n  c:\n    d: *x\ne: *x\n';
    expect(revised(deep, (root) => root.delete('a'))).toBe('b:\n  c:\n    d: &x { r: [1] }\ne: *x\n');
  });
});

it('keeps a byte order mark, line ends and a last line without one', () => {
  const text = '\ufeffa: [x]\r\nb:\r\n  c: 1 # d\r\n  e: 2';
  expect(
    revised(text, (root) => {
      put('b', 'f', 3)(root);
      items('a', (l) => [...l, 'w'])(root);
    }),
  ).toBe('\ufeffa: [x, w]\r\nb:\r\n  c: 1 # d\r\n  e: 2\r\n  f: 3');
});

it('revises one of several documents', () => {
  const text = '---\na: 1\n---\n# only a comment\n---\nb: 2\n';
  const open = openText(text);
  expect(open.documents).toHaveLength(2);
  expect(open.revised([open.documents[0] ?? null, of({ b: 3 })], layout)).toBe(text.replace('b: 2', 'b: 3'));
});

describe('a key with a ? before it', () => {
  const asked = `members:
  # admins
  a@acme.example: { roles: [admin] }   # the boss
  ? b@acme.example # who
  # with a: colon
  : roles:
    - admin # reads
  'e@acme.example': {}
  ? g@acme.example
  f@acme.example:
    reason: >-
      folded
      text
    roles: [ {role: editor} ]
`;
  const roles = (...names: string[]): Draft => of({ roles: names });

  it('leaves what stands beside it as it is', () => {
    expect(revised(asked, put('members', 'a@acme.example', roles('editor')))).toBe(
      asked.replace('{ roles: [admin] }', '{ roles: [editor] }'),
    );
  });

  it('keeps its own comments where its value changes', () => {
    expect(revised(asked, put('members', 'b@acme.example', roles('admin', 'editor')))).toBe(
      asked.replace('- admin # reads\n', '- admin # reads\n    - editor\n'),
    );
  });

  it('goes with all that is its own', () => {
    expect(revised(asked, drop('members', 'b@acme.example'))).toBe(
      asked.replace(/ {2}\? b@[^']*(?= {2}'e)/, ''),
    );
    expect(revised(asked, drop('members', 'g@acme.example'))).toBe(asked.replace('  ? g@acme.example\n', ''));
  });

  it('gets a value where it had no colon', () => {
    expect(revised(asked, put('members', 'g@acme.example', roles('admin')))).toBe(
      asked.replace('? g@acme.example', 'g@acme.example: { roles: [admin] }'),
    );
  });
});
