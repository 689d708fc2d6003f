/** Incidents of what had been decided once: it was lost, was looked at no more, or was never done. */
import { expect, it } from 'vitest';
import { EMBEDDED } from '../command/bylaw.ts';
import { meddle } from '../command/live.ts';
import { document, organization, stageOf } from '../command/workspaces.ts';
import { replay } from './replay.ts';

const APPLY = ['apply', ...EMBEDDED.words];

replay('the approval that a rebase lost', () => {
  const ANA = '  ana@acme.example: { roles: [admin] }\n';
  const BO = '  bo@acme.example: { roles: [viewer] }\n';
  const rules = (scope = 'scope', permissions = 'users:write, roles:assign') => `apiVersion: bylaw/v1
kind: Rules
organizations: [acme]
rules: { two do it: { rule: separation-of-duties, either: ["users:write"], or: ["roles:assign", "applications:manage"], within: ${scope} } }
acknowledged:
  ana: { rule: two do it, organization: acme, person: ana@acme.example, scope: acme, permissions: [${permissions}], reason: CHG-1, owner: bo@acme.example, until: 2999-12-31 }
`;
  const ALL = 'users:write, roles:assign, applications:manage';
  const found = async (body: string, written: string, files: readonly string[] = []) => {
    const one = organization(body);
    one.write('access/rules.yaml', written);
    for (const [at, text] of files.entries()) one.write(`access/more-${at}.yaml`, text);
    const { status, out } = await one.run('check');
    return [status, out.includes('note[rule-acknowledged]'), out.includes('error[rule-broken]')];
  };

  it('holds wherever the lines stand', async () => {
    const known = [0, true, false];
    expect(await found(`members:\n${ANA}${BO}`, rules('scope', ALL))).toEqual(known);
    expect(await found(`# moved\n\nmembers:\n${BO}${ANA}`, rules('scope', ALL))).toEqual(known);
    expect(await found(`members:\n${BO}`, rules('scope', ALL), [document(`members:\n${ANA}`)])).toEqual(
      known,
    );
    // Through a group now: it is the same that the same person can do.
    const grouped = `members:\n  ana@acme.example:\n${BO}groups: { chiefs: { members: [ana@acme.example], roles: [admin] } }\n`;
    expect(await found(grouped, rules('scope', ALL))).toEqual(known);
  });

  it('dies when the finding grows', async () => {
    expect(await found(`members:\n${ANA}${BO}`, rules())).toEqual([1, false, true]);
  });
});

replay('the watch that stopped after a failure', () => {
  it('drift says what is not as it should be, before and after', async () => {
    const stage = await stageOf(
      organization('members:\n  ana@acme.example: { roles: [admin] }\n  bo@acme.example:\n'),
    );
    expect((await stage.run(...APPLY)).status).toBe(0);
    stage.write(
      'access/acme.yaml',
      document('members:\n  ana@acme.example: { roles: [admin] }\n  bo@acme.example: { roles: [viewer] }\n'),
    );
    const refused = ['POST', 'PUT', 'PATCH'] as const;
    stage.platform.setFaults(refused.map((method) => ({ kind: 'status', status: 403, match: { method } })));
    expect((await stage.run(...APPLY)).status).toBe(1);
    const drift = await stage.run('drift');
    expect([drift.status, drift.out]).toEqual([2, expect.stringContaining('bo@acme.example')]);
    stage.platform.setFaults([]);
    expect((await stage.run(...APPLY)).status).toBe(0);
    await meddle(stage, 'POST', '/groups', { slug: 'stray', name: 'Stray' });
    expect((await stage.run('drift')).status).toBe(2);
  });
});

replay('the removal that nobody made', () => {
  it('is done once nobody finds it live', async () => {
    const body = `members:
  ana@acme.example: { roles: [admin] }
  bo@acme.example: { roles: [viewer], review: { every: 1 year, owners: [ana@acme.example], from: 2026-01-01 } }
`;
    const stage = await stageOf(organization(body));
    const at = ['--at', '2026-06-01'];
    expect((await stage.run(...APPLY, ...at)).status).toBe(0);
    const decide = ['decide', 'revoke', 'bo@acme.example in acme', '--by', 'ana@acme.example'];
    expect((await stage.run(...decide, ...at, '--write')).status).toBe(0);
    const standing = async () => {
      const live = await stage.run('reviews', '--live', '--json', ...at, '--url', stage.platform.url);
      return [live.status, JSON.parse(live.out).entries[0].remediation];
    };
    expect(await standing()).toEqual([2, 'open']);
    stage.platform.setFaults([{ kind: 'status', status: 403, match: { method: 'DELETE' } }]);
    expect((await stage.run(...APPLY, ...at)).status).toBe(1);
    expect(await standing()).toEqual([2, 'failed']);
    stage.platform.setFaults([]);
    expect((await stage.run(...APPLY, ...at)).status).toBe(0);
    expect(await standing()).toEqual([0, 'done']);
  });
});
