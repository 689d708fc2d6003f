import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { document, organization } from './workspaces.ts';

const written = () =>
  organization(
    [
      'members:',
      '  ana@acme.example: { roles: [admin] }',
      '  bo@acme.example: { roles: [{ role: viewer, until: 2030-01-10, reason: INC-1 }] }',
      '  cy@acme.example: { roles: [{ role: viewer, review-by: 2030-01-05 }] }',
      '  dan@acme.example: { roles: [{ role: viewer, review-by: 2029-12-01 }] }',
      '  eve@acme.example: { roles: [{ role: viewer, until: 2031-01-01 }] }',
      '  fay@acme.example: { roles: [{ role: viewer, until: 2029-12-01 }] }',
      '',
    ].join('\n'),
  );
const AT = ['--at', '2030-01-01T00:00:00Z'];

it('lists what ends and what is to be reviewed, the soonest first', async () => {
  const { status, out } = await written().run('expiring', '--within', '14d', ...AT);
  expect(status).toBe(2);
  expect(out.split('\n').filter((line) => /^(ends|review) /.test(line))).toEqual([
    expect.stringMatching(
      /^review {2}2029-12-02T00:00:00Z \(30 days overdue\) {2}acme: .*dan@acme\.example.*access\/acme\.yaml:10:/,
    ),
    expect.stringMatching(/^review {2}2030-01-06T00:00:00Z \(in 5 days\) {2}acme: .*cy@acme\.example/),
    expect.stringMatching(/^ends {4}2030-01-11T00:00:00Z \(in 10 days\) {2}acme: .*bo@acme\.example.*INC-1/),
  ]);
  expect(out).toContain('1 grant ends, 2 grants to be reviewed within 14d');
  expect(out).toContain('grant-expired');
});

it('says so where there is nothing, and looks ahead as far as bylaw.yaml says', async () => {
  const none = organization('members:\n  ana@acme.example: { roles: [admin] }\n');
  expect(await none.run('expiring')).toMatchObject({
    status: 0,
    out: 'nothing ends and nothing is to be reviewed within 90d\n',
  });
});

it.each(['14', 'd', '-1d', '1.5d', '14 d', '1e9d', '999999w', ''])('refuses --within %j', async (within) => {
  const { status, err } = await written().run('expiring', `--within=${within}`, ...AT);
  expect(status).toBe(1);
  expect(err).toContain('is not a length of time');
});

it('the same in JSON, by its schema, and as a table', async () => {
  const { status, out } = await written().run('expiring', '--within', '2w', '--json', ...AT);
  expect(status).toBe(2);
  const schema = JSON.parse(readFileSync('schemas/report.schema.json', 'utf8'));
  const report = JSON.parse(out);
  expect(new Ajv2020({ strict: false }).compile(schema)(report)).toBe(true);
  expect(report.entries.map(({ kind, days }: { kind: string; days: number }) => [kind, days])).toEqual([
    ['review', -30],
    ['review', 5],
    ['ends', 10],
  ]);
  const table = await written().run('expiring', '--within', '2w', '--markdown', ...AT);
  expect(table.out).toContain('| When | What happens |');
});

it('documents that do not compile are an error, and nothing is listed', async () => {
  const broken = organization('members:\n  ana@acme.example: { roles: [admim] }\n');
  broken.write('access/acme.yaml', document('members:\n  ana@acme.example: { roles: [admim] }\n'));
  expect((await broken.run('expiring')).status).toBe(1);
});
