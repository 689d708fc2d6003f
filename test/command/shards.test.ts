/** One workspace, several machines: each command of a shard, their plan files, and their reports as one. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { shardNumberOf } from '../../src/workspace/shard-membership.ts';
import { EMBEDDED, itOnBothEngines } from './bylaw.ts';
import { auditLog } from './live.ts';
import { type Stage, stageOf, workspaceOf } from './workspaces.ts';

const COUNT = 3;
const NAMES = ['aspen', 'birch', 'cedar', 'elder', 'hazel', 'maple'];
const inShard = (number: number, count = COUNT): readonly string[] =>
  NAMES.filter((name) => shardNumberOf(name, count) === number);
const NUMBERS = [1, 2, 3];

const documentOf = (name: string): string =>
  `apiVersion: bylaw/v1\nkind: Organization\nname: ${name}\nplatform: lumoauth\nauthority: full\nmembers:\n  ada@x.example: { roles: [admin] }\n  bo@x.example:\ngroups:\n  crew: { title: Crew, members: [bo@x.example], roles: [viewer] }\n`;

async function stage(): Promise<Stage> {
  const connected = NAMES.map((name) => `  ${name}: { connector: access-api, url: "http://127.0.0.1:1" }\n`);
  const files = Object.fromEntries(NAMES.map((name) => [`access/${name}.yaml`, documentOf(name)]));
  return stageOf(
    workspaceOf({
      'bylaw.yaml': `apiVersion: bylaw/v1\nkind: Workspace\nfiles: ["access/*.yaml"]\norganizations:\n${connected.join('')}`,
      ...files,
    }),
    { organizations: NAMES.map((slug) => ({ slug, name: slug })) },
  );
}

const isReport = new Ajv2020({ allErrors: true, strict: false }).compile(
  JSON.parse(readFileSync('schemas/report.schema.json', 'utf8')),
);

interface Report {
  readonly result: string;
  readonly shard?: { readonly number: number; readonly status: number };
  readonly merged?: { readonly missing: readonly number[]; readonly status: number };
  readonly diagnostics: readonly { readonly code: string; readonly message: string }[];
  readonly organizations?: readonly { readonly organization: string }[];
}

function reportIn(text: string): Report {
  const report = JSON.parse(text);
  expect(isReport(report), JSON.stringify(isReport.errors)).toBe(true);
  return report;
}

const namesIn = ({ organizations = [] }: Report) => organizations.map(({ organization }) => organization);

/** The reports of all shards, as files. */
async function reports(
  one: Stage,
  command: string,
  words: readonly string[] = [],
): Promise<readonly string[]> {
  const files: string[] = [];
  for (const number of NUMBERS) {
    const { status, out } = await one.run(command, '--shard', `${number}/${COUNT}`, '--json', ...words);
    const report = reportIn(out);
    expect(report.shard).toMatchObject({ number, count: COUNT, status });
    expect(namesIn(report)).toEqual(inShard(number));
    one.write(`${command}-${number}.json`, out);
    files.push(`${command}-${number}.json`);
  }
  return files;
}

itOnBothEngines('plan, apply and drift of shards come to what one machine comes to', async (engine) => {
  const one = await stage();
  expect(NUMBERS.map((number) => inShard(number).length).every((count) => count > 0)).toBe(true);
  const planned = await reports(one, 'plan', engine.words);
  const whole = reportIn((await one.run('plan', '--json', ...engine.words)).out);
  const merged = await one.run('report', '--merge', ...planned, '--json');
  expect(merged.status).toBe(2);
  const asOne = reportIn(merged.out);
  expect(asOne).toMatchObject({ command: 'plan', result: 'changes', merged: { missing: [], status: 2 } });
  // When it was read and at which instant is each machine's own.
  const timeless = (report: Report) =>
    JSON.parse(JSON.stringify(report.organizations), (key, value) =>
      ['instant', 'readAt', 'live', 'reads', 'cost'].includes(key) ? undefined : value,
    );
  expect(timeless(asOne)).toEqual(timeless(whole));

  // Nothing of another shard is asked about.
  const asked = one.platform.exchanges.length;
  await one.run('plan', '--shard', `1/${COUNT}`, ...engine.words);
  const paths = one.platform.exchanges.slice(asked).map(({ path }) => path);
  for (const name of NAMES)
    expect(
      paths.some((path) => path.includes(`/orgs/${name}/`)),
      name,
    ).toBe(inShard(1).includes(name));

  const applied = await reports(one, 'apply', engine.words);
  const all = await one.run('report', '--merge', ...applied);
  expect([all.status, all.err]).toEqual([0, '']);
  expect(all.out).toContain(`apply of 3 shards, 6 organizations: nothing left to do\n`);
  for (const name of NAMES) {
    const log = await auditLog({
      platform: { ...one.platform, api: `${one.platform.url}/orgs/${name}/api/v1` },
    });
    expect(new Set(log).size).toBe(log.length);
  }
  // What the shards have made, the whole has nothing to do with, and the other way round.
  expect((await one.run('plan', ...engine.words)).status).toBe(0);
  const drifted = await reports(one, 'drift');
  expect((await one.run('report', '--merge', ...drifted)).out).toContain('no drift');
});

describe('a shard in which no organization is', () => {
  const count = 100;
  const empty = [...new Array(count).keys()]
    .map((at) => at + 1)
    .find((number) => inShard(number, count).length === 0);

  it.each(['check', 'plan', 'apply', 'drift'])('%s says so and ends with 0', async (command) => {
    const one = await stage();
    const words = command === 'plan' || command === 'apply' ? EMBEDDED.words : [];
    const shard = ['--shard', `${empty}/${count}`, ...words];
    const { status, out, err } = await one.run(command, ...shard);
    expect([status, err]).toEqual([0, '']);
    expect(out).toContain(`shard ${empty}/${count}: no organization is in it; there is nothing to do here`);
    const json = await one.run(command, ...shard, '--json');
    expect([json.status, namesIn(reportIn(json.out))]).toEqual([0, []]);
    expect((await one.run(command, ...shard, '--markdown')).out).toContain('no organization is in it');
    expect(one.platform.exchanges).toEqual([]);
  });
});

describe('the option', () => {
  it.each(['check', 'plan', 'apply', 'drift'])('%s takes a shard or says what one is', async (command) => {
    const one = await stage();
    for (const bad of ['0/8', '9/8', '3/', 'a/b', '', '1/1001']) {
      const { status, out, err } = await one.plainly.run(command, `--shard=${bad}`);
      expect([status, out]).toEqual([1, '']);
      expect(err).toContain(`error[usage]: --shard "${bad}" is no shard.`);
      expect(err).toContain('Write its number and how many there are, from 1/8 to 8/8');
    }
    expect(one.platform.exchanges).toEqual([]);
  });

  it('goes with names: each is asked of its own shard, also whether it is known', async () => {
    const one = await stage();
    const [first] = inShard(1);
    const [second] = inShard(2);
    const words = [String(first), String(second)];
    for (const number of NUMBERS) {
      const { status, out } = await one.run('check', ...words, '--shard', `${number}/${COUNT}`, '--json');
      expect(status).toBe(0);
      expect(namesIn(reportIn(out))).toEqual(words.filter((name) => inShard(number).includes(name)));
    }
    const statuses = [];
    for (const number of NUMBERS)
      statuses.push((await one.run('check', 'nobody', '--shard', `${number}/${COUNT}`)).status);
    expect(statuses.filter((status) => status === 1)).toHaveLength(1);
    expect(statuses[shardNumberOf('nobody', COUNT) - 1]).toBe(1);
  });

  it('a shard that cannot be read is a report too', async () => {
    const one = await stage();
    one.write('access/aspen.yaml', 'apiVersion: bylaw/v1\nkind: Organization\nname: aspen\nplatform: [\n');
    const own = shardNumberOf('aspen', COUNT);
    const files = [];
    for (const number of NUMBERS) {
      const { status, out } = await one.run('check', '--shard', `${number}/${COUNT}`, '--json');
      expect([number, status]).toEqual([number, number === own ? 1 : 0]);
      one.write(`${number}.json`, out);
      files.push(`${number}.json`);
    }
    for (const format of ['text', 'markdown', 'json', 'sarif', 'junit']) {
      const { status, out } = await one.run('report', '--merge', ...files, '--format', format);
      expect([format, status]).toEqual([format, 1]);
      expect(out).toContain('yaml-');
    }
  });

  it('findings of each shard are a category of their own', async () => {
    const one = await stage();
    const { out } = await one.run('check', '--shard', `1/${COUNT}`, '--format', 'sarif');
    expect(JSON.parse(out).runs[0].automationDetails).toEqual({ id: 'bylaw/shard-1-of-3/' });
  });
});

describe('a plan file', () => {
  itOnBothEngines('is applied for the shard it was made for, and for no other', async (engine) => {
    const one = await stage();
    const made = await one.run('plan', '--shard', `2/${COUNT}`, '--out', 'two.bylaw', ...engine.words);
    expect(made.status).toBe(2);
    const before = one.platform.exchanges.length;
    for (const other of ['1/3', '2/4', '2/2']) {
      const { status, err } = await one.run('apply', 'two.bylaw', '--shard', other, ...engine.words);
      expect(status).toBe(1);
      expect(err).toContain(
        `error[plan-file-stale]: The plan was made for shard 2/3, and here it is shard ${other}.`,
      );
    }
    expect(one.platform.exchanges.length).toBe(before);
    // A document of another shard is no matter to it.
    const [other] = inShard(1);
    one.write(`access/${other}.yaml`, `${documentOf(String(other))}# more\n`);
    const { status, out } = await one.run('apply', 'two.bylaw', '--json', ...engine.words);
    expect(status).toBe(0);
    expect(namesIn(reportIn(out))).toEqual(inShard(2));
    expect(reportIn(out).shard).toMatchObject({ number: 2, status: 0 });
  });

  it('of the whole is for no shard', async () => {
    const one = await stage();
    await one.run('plan', '--out', 'all.bylaw', ...EMBEDDED.words);
    const { status, err } = await one.run('apply', 'all.bylaw', '--shard', '1/3', ...EMBEDDED.words);
    expect([status, err]).toEqual([1, expect.stringContaining('made for the whole workspace')]);
  });

  it('of a shard without organizations is one all the same', async () => {
    const one = await stage();
    const count = 100;
    const empty = [...new Array(count).keys()]
      .map((at) => at + 1)
      .find((at) => inShard(at, count).length === 0);
    const made = await one.run(
      'plan',
      '--shard',
      `${empty}/${count}`,
      '--out',
      'none.bylaw',
      ...EMBEDDED.words,
    );
    expect(made.status).toBe(0);
    const { status, out } = await one.run('apply', 'none.bylaw', ...EMBEDDED.words);
    expect([status, out]).toEqual([0, expect.stringContaining('no organization is in it')]);
    expect(one.platform.exchanges).toEqual([]);
  });
});

describe('reports that do not make one', () => {
  const merge = async (one: Stage, ...files: readonly string[]) => {
    const { status, out } = await one.run('report', '--merge', ...files, '--json');
    return { status, report: reportIn(out) };
  };

  it('a shard is missing: said first, in every format, and never that all is well', async () => {
    const one = await stage();
    const files = await reports(one, 'check');
    for (const format of ['text', 'markdown', 'json', 'sarif', 'junit']) {
      const { status, out } = await one.run('report', '--merge', ...files.slice(1), '--format', format);
      expect([format, status]).toEqual([format, 1]);
      expect(out).toContain('shard-missing');
      expect(out).not.toMatch(/no problems|nothing (?:to|left)/i);
    }
    const { report } = await merge(one, ...files.slice(1));
    expect(report).toMatchObject({ result: 'error', merged: { missing: [1], status: 1 } });
    const text = await one.run('report', '--merge', ...files.slice(1));
    expect(text.out).toMatch(/^check of 3 shards, \d+ organizations: INCOMPLETE, 1 shard missing \(1\/3\)\n/);
  });

  it.each<[string, (text: string) => string]>([
    ['of another version', (text) => text.replace('"bylaw": "', '"bylaw": "9')],
    ['of another command', (text) => text.replace('"command": "check"', '"command": "drift"')],
    ['of another count', (text) => text.replace('"count": 3', '"count": 4')],
    ['of other documents', (text) => text.replace(/"revision": "\w/, '"revision": "z')],
    ['of another commit', (text) => text.replace('"commit": null', `"commit": "${'a'.repeat(40)}"`)],
    ['of the same shard', (text) => text.replace('"number": 2', '"number": 1')],
    [
      'of an organization that is not in its shard',
      (text) => text.replace(/"organization": "\w+"/, '"organization": "aspen2"'),
    ],
    ['cut off', (text) => text.slice(0, -20)],
    ['that is empty', () => ''],
    ['that is no report', () => '{"hello": "world"}'],
    ['that is a list', () => '[]'],
    ['of another form', (text) => text.replace('bylaw.report/v1', 'bylaw.report/v2')],
    ['without its shard', (text) => text.replace('"shard": {', '"shards": {')],
    ['with a shard that is none', (text) => text.replace('"number": 2', '"number": 7')],
    [
      'with a code that nobody knows',
      (text) =>
        text
          .replace(
            '"diagnostics": [',
            '"diagnostics": [{"code":"x","severity":"error","message":"","origin":null,"related":[],"hint":null},',
          )
          .replace('},]', '}]')
          .replace('},\n    {', '},{'),
    ],
    ['of another instant', (text) => text.replace('"at": null', '"at": "2027-05-05T00:00:00Z"')],
    ['that failed, and ended with 0', (text) => text.replace('"result": "ok"', '"result": "error"')],
    ['that is good, and ended with 2', (text) => text.replace('"status": 0', '"status": 2')],
    [
      'with an error that it says nothing of',
      (text) => text.replace('"severity": "warning"', '"severity": "error"'),
    ],
    ['without its organizations', (text) => JSON.stringify({ ...JSON.parse(text), organizations: [] })],
    [
      'without the list of its organizations',
      (text) => JSON.stringify({ ...JSON.parse(text), organizations: undefined }),
    ],
    ['of fewer organizations', (text) => text.replace(/"organizations": (\d+)/, '"organizations": 0')],
    [
      'of an unknown number of organizations',
      (text) => text.replace(/"organizations": (\d+)/, '"organizations": null'),
    ],
    ['without its organizations’ counts', (text) => text.replace('"counts"', '"count"')],
  ])('%s', async (what, spoil) => {
    const one = await stage();
    const files = await reports(one, 'check');
    const first = `${one.read('check-1.json')}`.replace('"commit": null', `"commit": "${'b'.repeat(40)}"`);
    if (what === 'of another commit') one.write('check-1.json', first);
    const text = one.read('check-2.json');
    const spoiled = spoil(text);
    expect(spoiled).not.toBe(text);
    one.write('check-2.json', spoiled);
    const { status, report } = await merge(one, ...files);
    expect(status).toBe(1);
    expect(report.diagnostics.map(({ code }) => code)).toContain('report-invalid');
    expect(report.organizations).toBeUndefined();
  });

  it('jobs begin at different moments; one instant that was asked for is one, however it is written', async () => {
    const one = await stage();
    const shardAt = async (number: number, ...at: readonly string[]) => {
      const { out } = await one.run('check', '--shard', `${number}/${COUNT}`, '--json', ...at);
      one.write(`at-${number}.json`, out);
      return reportIn(out).shard;
    };
    expect(await shardAt(1)).toMatchObject({ at: null, organizations: inShard(1).length });
    expect(await shardAt(2)).toMatchObject({ at: null });
    const [first, second] = [
      await shardAt(3, '--at', '2027-05-05'),
      await shardAt(3, '--at', '2027-05-05T00:00:00Z'),
    ];
    expect(first).toEqual(second);
    const files = NUMBERS.map((number) => `at-${number}.json`);
    const { status, report } = await merge(one, ...files);
    expect(status).toBe(1);
    expect(report.diagnostics.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^The reports do not belong together: the instant of "at-1.json" is that of the run, and of "at-3.json" it is 2027-05-05T00:00:00/,
      ),
    ]);
    await shardAt(1, '--at', '2027-05-05');
    await shardAt(2, '--at', '2027-05-05T02:00:00+02:00');
    expect((await merge(one, ...files)).status).toBe(0);
  });

  it('one live and one of documents, and shards of two bases, are told with both named', async () => {
    const one = await stage();
    for (const [folder, name] of [
      ['old', 'aspen'],
      ['older', 'birch'],
    ] as const) {
      one.write(`${folder}/bylaw.yaml`, one.read('bylaw.yaml'));
      one.write(`${folder}/access/${name}.yaml`, documentOf(name));
    }
    const file = async (number: number, ...words: readonly string[]) => {
      const { out } = await one.run('check', '--shard', `${number}/${COUNT}`, '--json', ...words);
      one.write(`asked-${number}.json`, out);
      return reportIn(out);
    };
    const files = NUMBERS.map((number) => `asked-${number}.json`);
    const refused = async () => (await merge(one, ...files)).report.diagnostics.map(({ message }) => message);

    for (const number of [1, 2]) await file(number);
    expect(await file(3, '--live')).toMatchObject({ shard: { live: true, base: null } });
    expect(await refused()).toEqual([
      expect.stringContaining(
        'checked side of "asked-1.json" is the documents, and of "asked-3.json" it is what is live',
      ),
    ]);

    const shards = [];
    for (const number of NUMBERS) shards.push((await file(number, '--base', './old')).shard);
    const base = { asked: './old', commit: null, revision: expect.stringMatching(/^[0-9a-f]{64}$/) };
    expect(shards).toMatchObject(NUMBERS.map(() => ({ base })));
    expect((await merge(one, ...files)).status).toBe(0);
    await file(2, '--base', './older');
    expect(await refused()).toEqual([
      expect.stringMatching(
        /the base of "asked-1.json" is .\/old \(files \w+\), and of "asked-2.json" it is .\/older /,
      ),
    ]);
    await file(2);
    expect(await refused()).toEqual([expect.stringContaining('and of "asked-2.json" it is none')]);
    // One that failed before it read its base contradicts nobody, and its errors are told.
    await file(2, '--base', './nowhere');
    expect((await refused())[0]).toContain('There is no folder "./nowhere"');
  });

  it('a plan of a shard says its base too', async () => {
    const one = await stage();
    one.write('old/bylaw.yaml', one.read('bylaw.yaml'));
    one.write('old/access/aspen.yaml', documentOf('aspen'));
    const words = ['--shard', `1/${COUNT}`, '--json', ...EMBEDDED.words];
    expect(reportIn((await one.run('plan', ...words, '--base', './old')).out).shard).toMatchObject({
      base: { asked: './old', commit: null },
      url: one.platform.url,
    });
    const faulty = await one.plainly.run('plan', ...words, '--url', 'http://me:secret@x.example');
    expect(faulty.out).not.toContain('secret');
    expect(reportIn(faulty.out).shard).toMatchObject({ url: '***' });
  });

  it('shards of one number and of two counts are not said to be the same', async () => {
    const one = await stage();
    const files = await reports(one, 'check');
    one.write('of-two.json', one.read('check-1.json').replace('"count": 3', '"count": 2'));
    const { report } = await merge(one, 'of-two.json', ...files);
    const messages = report.diagnostics.map(({ message }) => message).join(' ');
    expect(messages).toContain('the number of shards of "of-two.json" is 2, and of "check-1.json" it is 3');
    expect(messages).not.toContain('both of shard');
  });

  it('no file, a file that is not there, and a plan as JUnit', async () => {
    const one = await stage();
    expect(await one.run('report', '--merge')).toMatchObject({
      status: 1,
      err: expect.stringContaining('error[usage]'),
    });
    // Without --merge a report is one of organizations.
    expect(await one.run('report', 'x.json')).toMatchObject({
      status: 1,
      err: expect.stringContaining('error[unknown-organization]'),
    });
    expect(await one.run('report', '--merge', 'x.json')).toMatchObject({
      status: 1,
      err: expect.stringContaining('error[file-unreadable]'),
    });
    const files = await reports(one, 'drift');
    for (const words of [['--out', 'x.html'], ['--live'], ['--table', 'people']])
      expect((await one.run('report', '--merge', ...files, ...words)).err).toContain(
        `bylaw report --merge does not take ${words[0]}.`,
      );
    const { status, out } = await one.run('report', '--merge', ...files, '--format', 'junit');
    expect([status, out]).toEqual([1, expect.stringContaining('type="usage"')]);
  });

  it('the status is that of the worst: 1 before 2 before 0', async () => {
    const one = await stage();
    const files = await reports(one, 'check');
    const said = ['ok', 'error', 'failed'];
    const set = (at: number, to: number) =>
      one.write(
        `check-${at}.json`,
        one
          .read(`check-${at}.json`)
          .replace(/"status": \d/, `"status": ${to}`)
          .replace(/"result": "\w+"/, `"result": "${said[to]}"`),
      );
    for (const [a, b, c, whole] of [
      [0, 0, 0, 0],
      [0, 2, 0, 2],
      [2, 1, 0, 1],
      [1, 2, 2, 1],
    ] as const) {
      set(1, a);
      set(2, b);
      set(3, c);
      const { status, report } = await merge(one, ...files);
      expect([a, b, c, status, report.merged?.status]).toEqual([a, b, c, whole, whole]);
      if (whole === 1) expect(report.result).toBe('error');
    }
  });
});
