/** Decisions and later ends in files as people and editors leave them: what is written moves that grant and nothing else. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { document, organization, type Workspace } from './workspaces.ts';

const REVIEW = '{ every: 3 months, owners: [ana@acme.example], from: 2026-01-15 }';
const ANA = '  ana@acme.example: { roles: [admin] }\n';
const BO = 'bo@acme.example in acme';
const CY = 'cy@acme.example in acme';
const LATER = ['--until', '2026-06-30'];
const AT = ['--at', '2026-02-02'];

const MARK = '\ufeff';
/** How a text may lie on a disk. */
const FORMS: readonly (readonly [string, (text: string) => string])[] = [
  ['as it is', (text) => text],
  ['with lines that end with CRLF', (text) => text.replaceAll('\n', '\r\n')],
  ['with a byte order mark', (text) => `${MARK}${text}`],
  ['with both', (text) => `${MARK}${text.replaceAll('\n', '\r\n')}`],
  ['without a last line end', (text) => text.trimEnd()],
];

function inFile(text: string): Workspace {
  const one = organization('');
  one.write('access/acme.yaml', text);
  return one;
}

/** The instant at which each grant ends. */
async function ends(one: Workspace): Promise<Readonly<Record<string, string>>> {
  const { out } = await one.run('expiring', ...AT, '--within', '9999d', '--json');
  const { entries }: { entries: readonly { kind: string; grant: string; at: string }[] } = JSON.parse(out);
  return Object.fromEntries(
    entries.filter(({ kind }) => kind === 'ends').map(({ grant, at }) => [grant, at.slice(0, 10)]),
  );
}

async function standings(one: Workspace): Promise<readonly string[]> {
  const { out } = await one.run('reviews', ...AT, '--within', '9999d', '--json');
  const { entries }: { entries: readonly { standing: string; grant: string }[] } = JSON.parse(out);
  return entries.map(({ standing, grant }) => `${standing} ${grant}`).sort();
}

describe.each(FORMS)('a file %s', (_, formed) => {
  const body = `members:\n${ANA}  bo@acme.example: { roles: [viewer], until: 2026-03-31, review: ${REVIEW} } # why\n`;
  const changes = [
    ['a later end', ['extend', BO, ...LATER]],
    ['a decision', ['decide', 'keep', BO, '--by', 'ana@acme.example', ...AT]],
  ] as const;

  it.each(changes)('%s is written, and is the patch that git takes', async (_, words) => {
    const text = formed(document(body));
    const [written, patched] = [inFile(text), inFile(text)];
    expect(await written.run(...words, ...AT, '--write')).toMatchObject({ status: 0, err: '' });
    const { out } = await patched.run(...words, ...AT);
    const applied = spawnSync('git', ['apply', '-'], { cwd: patched.folder, input: out, encoding: 'utf8' });
    expect([applied.status, applied.stderr]).toEqual([0, '']);
    const after = written.read('access/acme.yaml');
    expect(after).toBe(patched.read('access/acme.yaml'));
    expect(after.startsWith(MARK)).toBe(text.startsWith(MARK));
    expect(/[^\r]\n/.test(after)).toBe(/[^\r]\n/.test(text));
    expect(after).toContain('# why');
    expect(await ends(written)).toEqual({ [BO]: words[0] === 'extend' ? '2026-07-01' : '2026-04-01' });
    expect(await standings(written)).toEqual([`${words[0] === 'extend' ? 'due' : 'kept'} ${BO}`]);
  });
});

describe('extend of what stands', () => {
  const two = (bo: string, cy: string) =>
    `members:\n${ANA}  bo@acme.example: ${bo}\n  cy@acme.example: ${cy}\n`;
  const GRANT = '{ roles: [viewer], until: 2026-03-31 }';
  const only = (moved: string) => ({ [BO]: '2026-04-01', [CY]: '2026-04-01', [moved]: '2026-07-01' });

  it.each([
    ['in a flow map', two(GRANT, GRANT), BO],
    ['under an anchor', two(`&temp ${GRANT}`, '*temp'), BO],
    ['behind an alias', two(`&temp ${GRANT}`, '*temp'), CY],
    [
      'under an anchor of the date',
      two(GRANT.replace('until: ', 'until: &end '), GRANT.replace('2026-03-31', '*end')),
      BO,
    ],
    [
      'behind an alias of the date',
      two(GRANT.replace('until: ', 'until: &end '), GRANT.replace('2026-03-31', '*end')),
      CY,
    ],
    [
      'in a flow map of everybody',
      `members: { ana@acme.example: { roles: [admin] }, bo@acme.example: ${GRANT}, cy@acme.example: ${GRANT} }\n`,
      CY,
    ],
    [
      'over several lines',
      two('{\n      roles: [viewer],\n      until:\n        "2026-03-31",\n    }', GRANT),
      BO,
    ],
  ])('%s moves that end alone', async (_, body, grant) => {
    const one = organization(body);
    expect(await one.run('extend', grant, ...LATER, ...AT, '--write')).toMatchObject({ status: 0, err: '' });
    expect(await ends(one)).toEqual(only(grant));
  });

  it.each([
    [
      'a role behind an alias of two people',
      two('{ roles: &temp [{ role: viewer, until: 2026-03-31 }] }', '{ roles: *temp }'),
      'viewer for cy@acme.example on acme',
      'decision-refused',
    ],
    [
      'a place behind an alias in two groups',
      `members:\n${ANA}  bo@acme.example:\ngroups:\n  one: { members: &temp [{ member: bo@acme.example, until: 2026-03-31 }] }\n  two: { members: *temp }\n`,
      'bo@acme.example in group two',
      'decision-refused',
    ],
    ['a merge key', two(`&temp ${GRANT}`, '{ <<: *temp, roles: [editor] }'), CY, 'yaml-unsupported'],
  ])('%s is refused where it would move others', async (_, body, grant, code) => {
    const one = organization(body);
    const { status, err } = await one.run('extend', grant, ...LATER, ...AT, '--write');
    // A place of its own is as good: what may not be is that somebody else gets longer.
    if (status === 0) expect(Object.values(await ends(one)).sort()).toEqual(['2026-04-01', '2026-07-01']);
    else {
      expect(err).toContain(`error[${code}]`);
      expect(one.read('access/acme.yaml')).toBe(document(body));
    }
  });
});

describe('decisions that are odd', () => {
  const body = (rest: string) =>
    `members:\n${ANA}  bo@acme.example: { roles: [viewer], review: ${REVIEW} }\n  cy@acme.example: { roles: [viewer], review: ${REVIEW} }\n${rest}`;
  const one = (member: string, verdict: string, day = '2026-02-01') =>
    `{ member: ${member}@acme.example, decision: ${verdict}, day: ${day}, by: ana@acme.example }`;
  const list = (...lines: readonly string[]) =>
    `decisions:\n${lines.map((line) => `  - ${line}\n`).join('')}`;

  it.each([
    ['none', ''],
    ['an empty list', 'decisions: []\n'],
    ['a flow list', `decisions: [${one('cy', 'kept')}]\n`],
    ['an alias', list(`&last ${one('cy', 'kept')}`, '*last')],
    [
      'a document of their own',
      `---\napiVersion: bylaw/v1\nkind: Organization\nname: acme\n${list(one('cy', 'kept'))}`,
    ],
  ])('one more beside %s', async (_, rest) => {
    const it = organization(body(rest));
    const words = ['decide', 'keep', BO, '--by', 'ana@acme.example', ...AT, '--write'];
    expect(await it.run(...words)).toMatchObject({ status: 0, err: '' });
    const cy = rest.includes('cy@') ? 'kept' : 'due';
    expect(await standings(it)).toEqual([`${cy} ${CY}`, `kept ${BO}`].sort());
  });

  it.each([
    ['kept and revoked', ['kept', 'revoked'], 'revoked', true],
    ['revoked and kept', ['revoked', 'kept'], 'kept', true],
    ['kept twice', ['kept', 'kept'], 'kept', false],
  ])('of one day: %s', async (_, verdicts, standing, isTold) => {
    const both = organization(body(list(...verdicts.map((verdict) => one('bo', verdict)))));
    expect(await standings(both)).toEqual([`due ${CY}`, `${standing} ${BO}`].sort());
    const { status, out } = await both.run('check', ...AT);
    expect(status).toBe(0);
    expect(out.includes('warning[review-contradicted]')).toBe(isTold);
  });

  it('of two days do not contradict one another, in whatever order they stand', async () => {
    const both = organization(body(list(one('bo', 'kept'), one('bo', 'revoked', '2026-01-20'))));
    expect(await standings(both)).toEqual([`due ${CY}`, `kept ${BO}`]);
    expect((await both.run('check', ...AT)).out).not.toContain('review-contradicted');
  });

  it.each([
    ['a day that there is not', one('bo', 'kept', '2026-02-30'), 'invalid-date'],
    ['a third verdict', one('bo', 'unreviewed'), 'invalid-value'],
    ['nobody who decided', one('bo', 'kept').replace(/, by: .*\}/, ' }'), 'missing-key'],
    ['no holder', one('bo', 'kept').replace('member: bo@acme.example, ', ''), ''],
    ['two holders', one('bo', 'kept').replace('{', '{ group: qa,'), ''],
  ])('%s is refused', async (_, line, code) => {
    const { status, err } = await organization(body(list(line))).run('check', ...AT);
    expect([status, err]).toEqual([1, expect.stringContaining(code === '' ? 'error[' : `error[${code}]`)]);
  });

  it('one alias of a grant for two people is two grants', async () => {
    const shared = organization(
      `members:\n${ANA}  bo@acme.example: &temp { roles: [viewer], review: ${REVIEW} }\n  cy@acme.example: *temp\n`,
    );
    const words = ['decide', 'revoke', CY, '--by', 'ana@acme.example', ...AT, '--write'];
    expect((await shared.run(...words)).status).toBe(0);
    expect(await standings(shared)).toEqual([`due ${BO}`, `revoked ${CY}`]);
    const { out } = await shared.run('access', 'what', 'bo@acme.example', ...AT);
    expect(out).toContain('documents:read');
  });
});
