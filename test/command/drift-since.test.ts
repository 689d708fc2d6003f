import { expect, it } from 'vitest';
import { organization, stageOf } from './workspaces.ts';

it('drift says what is wrong with --since before it asks the platform anything', async () => {
  const stage = await stageOf(organization('title: Acme\n'), {
    organizations: [{ slug: 'acme', name: 'Acme' }],
  });
  stage.platform.setFaults([{ kind: 'html' }]);
  for (const text of ['garbage', '2027-02-31', '2027-02-31T00:00:00Z', '12', '2027-01-01T00:00:00']) {
    const { status, err } = await stage.run('drift', '--since', text);
    expect(status, text).toBe(1);
    expect(err).toContain('error[usage]');
    expect(err).toContain('is not a date or RFC 3339 instant');
    expect(err).not.toContain('connector');
  }
  stage.platform.setFaults([]);
  for (const text of ['2027-01-31', '2027-01-31T18:00:00+02:00']) {
    expect(await stage.run('drift', '--since', text)).toMatchObject({ status: 0, err: '' });
  }
});
