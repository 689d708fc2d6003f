import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { isLine } from '../../src/policy/text-patterns.ts';
import { inPlatformForm } from '../../src/resource/platform-form.ts';
import type { Resource } from '../../src/resource/resource.ts';
import { resource, resourceWith } from '../../src/resource/resource-types.ts';
import { LIVE } from '../plan/fixtures.ts';
import { NAMES, platformNamed } from '../platform/shipped.ts';
import { shown } from '../source/shown.ts';
import { pairsOn } from '../terraform/run/random-world.ts';
import { changesOf, type Files, filesAfter, imported, snapshot } from './scene.ts';

/** Titles and descriptions that YAML, terminals and people stumble over. */
const HOSTILE = [
  'yes',
  'null',
  '1e3',
  '2027-01-31',
  '- x',
  '# no comment',
  'a: b',
  'a:',
  '{ x }',
  '[x]',
  "it's",
  'say "hi"',
  '\\n',
  '&a',
  '*a',
  '!tag',
  '%TAG',
  '@x',
  '`x`',
  '|',
  '>',
  '~',
  '',
  ' leading',
  'trailing ',
  '__proto__',
  'constructor',
  '<<',
  '0x1F',
  '.5',
  '12:30',
  '🚀 ship it',
  'e\u0301 composed',
  'no\u00a0break',
  'zero\u200bwidth',
  '=',
  '? q',
  'x #y',
  'x: y # z',
  '---',
  '...',
  'on',
  'N',
  'true',
  'a, b',
  'a]b',
];
const hostile = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ maxLength: 12 }).filter((s) => isLine(s)),
);

/** As live: flat where the platform is, the organization's own titles hostile. */
function liveOn(
  platform: PlatformDefinition,
  resources: readonly Resource[],
  texts: readonly string[],
): readonly Resource[] {
  let at = 0;
  const text = (): string => texts[at++ % texts.length] ?? '';
  return inPlatformForm(resources, platform)
    .filter(
      (r) =>
        !(
          r.type === 'assignment' &&
          r.attributes.roles.size === 0 &&
          (r.attributes.principal.type === 'member'
            ? r.attributes.scope === 'acme'
            : r.attributes.principal.group.startsWith(`${r.attributes.scope}/group`))
        ),
    )
    .map((r): Resource => {
      switch (r.type) {
        case 'scope':
          return resourceWith(
            'scope',
            { ...r.attributes, title: r.attributes.parent === null ? 'Acme' : text() },
            LIVE,
          );
        case 'role':
          return resourceWith('role', { ...r.attributes, title: text(), description: text() }, LIVE);
        case 'group':
          return resourceWith('group', { ...r.attributes, title: text(), description: text() }, LIVE);
        case 'member':
          return r.attributes.state === 'expired'
            ? resource('member', { ...r.attributes, state: 'invited' }, LIVE)
            : { ...r, origin: LIVE };
        default:
          return { ...r, origin: LIVE };
      }
    });
}

function importedOn(platform: PlatformDefinition, resources: readonly Resource[], files: Files) {
  const made = imported(platform, snapshot(resources), files);
  expect(made.ok ? [] : made.diagnostics.map(shown)).toEqual([]);
  if (!made.ok) throw new Error('unreachable');
  return made.value;
}

/** Names of accounts that YAML, terminals and people stumble over. */
const ACCOUNTS = [
  ...[
    "o'neil",
    'eve & co',
    'fi?x=1',
    '# no',
    'yes',
    'null',
    '1e3',
    '!tag',
    '*a',
    '&a',
    '{a}',
    '|',
    '> x',
    'a #b',
  ],
  ...[
    'a/b',
    '~',
    '0x1f',
    '=',
    '<<',
    '__proto__',
    'constructor',
    '%tag',
    '`x`',
    'böse',
    'a - b',
    '? q',
    'x @y',
  ],
  ...[
    '12',
    'true',
    '.5',
    '...',
    'a - b - c',
    '$x',
    'bo@acme',
    'bo+x@acme.example',
    '2027-01-31',
    'group',
    'a|b',
  ],
];

/** Another one for each key, the same at each call. */
const accounts = new Map<string, string>();
function accountOf(key: string): string {
  const at = accounts.size;
  const account = accounts.get(key) ?? ACCOUNTS[at] ?? `${ACCOUNTS[at % ACCOUNTS.length]} ${at}`;
  accounts.set(key, account);
  return account;
}

/** The same people under keys that the platform's documents take; else all of them would be left out. */
function called(platform: PlatformDefinition, resources: readonly Resource[]): readonly Resource[] {
  if (platform.members.key === 'email') return resources;
  const name = platform.members.key === 'account' ? accountOf : (key: string) => key.replace(/@.*$/, '');
  return resources.map((r): Resource => {
    switch (r.type) {
      case 'member':
        return resource(
          'member',
          { ...r.attributes, member: name(r.attributes.member), display: name(r.attributes.display) },
          r.origin,
        );
      case 'group': {
        const members = new Map([...r.attributes.members].map(([key, origin]) => [name(key), origin]));
        return resourceWith('group', { ...r.attributes, members }, r.origin);
      }
      case 'assignment': {
        const { principal } = r.attributes;
        if (principal.type !== 'member') return r;
        const renamed = { ...principal, member: name(principal.member) };
        return resource('assignment', { ...r.attributes, principal: renamed }, r.origin);
      }
      default:
        return r;
    }
  });
}

/** A comment of its own at the end of every line that holds an entry. */
function annotated(files: Files): Files {
  return Object.fromEntries(
    Object.entries(files).map(([file, text]) => [
      file,
      text
        .split('\n')
        .map((line, at) =>
          /^\s*[^#\s].*$/.test(line) && !/[|]-?$/.test(line) && !line.includes('"')
            ? `${line}  # note ${at}`
            : line,
        )
        .join('\n'),
    ]),
  );
}

const byUsername = platformNamed('bilbis');
/** The same with people called as they log in. */
const byAccount: PlatformDefinition = {
  ...byUsername,
  members: { ...byUsername.members, key: 'account' },
};

describe.each([
  ...NAMES.map((name) => [name, platformNamed(name)] as const),
  ['bilbis with accounts', byAccount] as const,
])('random organizations on %s', (_, platform) => {
  // As drawn, and where that is nobody's key on the platform once more with keys that are.
  const drawn = pairsOn(platform, 2026, 25);
  const pairs =
    platform.members.key !== 'email'
      ? drawn.flatMap((pair) => [
          pair,
          { ...pair, live: called(platform, pair.live), desired: called(platform, pair.desired) },
        ])
      : drawn;
  const texts = fc.sample(fc.array(hostile, { minLength: 20, maxLength: 20 }), {
    seed: 7,
    numRuns: pairs.length,
  });

  it('come to what is live, and then to nothing', () => {
    expect(pairs.length).toBeGreaterThan(5);
    pairs.forEach((pair, at) => {
      const found = liveOn(platform, pair.live, texts[at] ?? []);
      const made = importedOn(platform, found, {});
      const files = filesAfter({}, made);
      expect(changesOf(platform, files, snapshot(found))).toEqual([]);
      expect(importedOn(platform, found, files).files).toEqual([]);
      expect(importedOn(platform, found, annotated(files)).files).toEqual([]);
    });
  });

  it('follow what changes, and keep every comment of what does not', () => {
    pairs.forEach((pair, at) => {
      const one = liveOn(platform, pair.live, texts[at] ?? []);
      const two = liveOn(platform, pair.desired, texts[at] ?? []);
      const files = annotated(filesAfter({}, importedOn(platform, one, {})));
      const after = filesAfter(files, importedOn(platform, two, files));
      expect(changesOf(platform, after, snapshot(two))).toEqual([]);
      expect(importedOn(platform, two, after).files).toEqual([]);
    });
  });
});
