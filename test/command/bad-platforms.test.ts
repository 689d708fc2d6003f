import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { InjectedFault } from '../../src/sandbox/sandbox.ts';
import { wayTo } from '../connector/connections.ts';
import { READER } from '../sandbox/start.ts';
import { EMBEDDED, itOnBothEngines } from './bylaw.ts';
import { meddle, writesSeen } from './live.ts';
import {
  generated,
  lumoauthExample,
  reaching,
  type Size,
  type Stage,
  seedOf,
  stageOf,
} from './workspaces.ts';

const SIZE: Size = { members: 250, groups: 3, memberships: 1 };

/** A port on which nobody listens any more. */
async function deadUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

interface Refusal {
  readonly name: string;
  /** Makes the stage so, and says how the command is run on it. */
  readonly on: (stage: Stage) => Promise<Pick<Stage, 'run'>>;
  readonly faults?: readonly InjectedFault[];
  readonly code: string;
  readonly said: RegExp;
  readonly wayOut: RegExp;
}

const OTHER_ORGANIZATION = 'token-of-another-organization';

const REFUSALS: readonly Refusal[] = [
  {
    name: 'no token',
    on: async (stage) => stage.with({ BYLAW_TOKEN: undefined }),
    code: 'token-missing',
    said: /BYLAW_TOKEN holds no token for acme.*--> bylaw\.yaml:5:3/s,
    wayOut: /Set BYLAW_TOKEN/,
  },
  {
    name: 'a token the platform does not know (401)',
    on: async (stage) => stage.with({ BYLAW_TOKEN: 'wrong-token-of-mine' }),
    code: 'token-rejected',
    said: /does not know the token/,
    wayOut: /token is right/,
  },
  {
    name: 'a token of another organization (403)',
    on: async (stage) => stage.with({ BYLAW_TOKEN: OTHER_ORGANIZATION }),
    code: 'token-forbidden',
    said: /The token may not GET .*other is not for this organization/,
    wayOut: /permission/,
  },
  {
    name: 'a server that is not there',
    on: async (stage) => reaching(stage.plainly, await deadUrl()),
    code: 'connector-unreachable',
    said: /ECONNREFUSED/,
    wayOut: /url/,
  },
  {
    name: 'a server that answers with a web page',
    on: async (stage) => stage,
    faults: [{ kind: 'html' }],
    code: 'connector-protocol',
    said: /text\/html|HTML|not JSON/,
    wayOut: /url/,
  },
  {
    name: 'a page missing in the middle of a list',
    on: async (stage) => stage,
    faults: [{ kind: 'missing-page', match: { path: '/members\\?page=2' } }],
    code: 'connector-incomplete-read',
    said: /page 2 holds 0 items where 100 are due of 250/,
    wayOut: /Run again/,
  },
  {
    name: 'a url that is none',
    on: async (stage) => reaching(stage.plainly, 'ftp://127.0.0.1'),
    code: 'invalid-value',
    said: /The url is not an http or https address/,
    wayOut: /--url/,
  },
];

describe('a platform that cannot be read ends in one diagnostic and a way out, and no write', () => {
  it.each(REFUSALS)('$name', async ({ on, faults = [], code, said, wayOut }) => {
    const stage = await stageOf(generated(SIZE), {
      seed: { ...seedOf(SIZE), groups: [] },
      faults,
      tokens: [{ value: OTHER_ORGANIZATION, name: 'other', organization: 'other' }],
    });
    const asked = await on(stage);
    const [applied, planned] = await Promise.all([
      asked.run('apply', ...EMBEDDED.words),
      asked.run('plan', ...EMBEDDED.words, '--json'),
    ]);
    expect(applied).toMatchObject({ status: 1, out: '' });
    expect(applied.err).toMatch(said);
    expect(applied.err).toContain(`error[${code}]: `);
    expect(applied.err).toMatch(/^1 error$/m);
    expect(/ {2}= help: .*/.exec(applied.err)?.[0] ?? 'no way out').toMatch(wayOut);
    expect(planned).toMatchObject({ status: 1, err: '' });
    expect(JSON.parse(planned.out)).toMatchObject({
      command: 'plan',
      result: 'error',
      diagnostics: [{ code }],
    });
    expect(writesSeen(stage)).toEqual([]);
  });

  it('an organization the platform does not have (404)', async () => {
    const made = lumoauthExample();
    const stage = await stageOf(made, { organizations: [{ slug: 'other', name: 'Other' }] });
    const applied = await stage.run('apply');
    expect(applied).toMatchObject({ status: 1, out: '' });
    expect(applied.err).toMatch(/^error\[unknown-live-organization\]: .*404/m);
    expect(applied.err).toContain('bylaw.yaml');
    expect(writesSeen(stage)).toEqual([]);
  });

  it('a page that is missing never makes a plan that gives everything anew', async () => {
    const stage = await stageOf(generated(SIZE), {
      seed: seedOf(SIZE),
      faults: [{ kind: 'missing-page', match: { path: 'memberships' } }],
    });
    const planned = await stage.run('plan', '--engine', 'embedded');
    expect(planned).toMatchObject({ status: 1, out: '' });
    expect(planned.err).toContain('error[connector-incomplete-read]');
  });
});

describe('a token that may read and not write', () => {
  itOnBothEngines(
    'plans, and an apply says that it was forbidden and that nothing was written',
    async (engine) => {
      const stage = (await stageOf(lumoauthExample())).with({ BYLAW_TOKEN: READER });
      expect((await stage.run('plan', ...engine.words)).status).toBe(2);
      const applied = await stage.run('apply', ...engine.words, '--json');
      expect(applied).toMatchObject({ status: 1, err: '' });
      const report = JSON.parse(applied.out);
      const codes = report.diagnostics.map(({ code }: { code: string }) => code);
      expect(new Set(codes)).toEqual(new Set(['apply-incomplete', 'token-forbidden']));
      expect(report.organizations).toMatchObject([{ outcome: 'incomplete', writes: 0 }]);
    },
  );
});

describe('a live object that somebody changes between plan and apply', () => {
  itOnBothEngines(
    'is left as it is (412), it is told what was made and what not, and applying again goes on',
    async (engine) => {
      const stage = await stageOf(lumoauthExample());
      expect((await stage.run('apply', ...engine.words)).status).toBe(0);
      stage.write(
        'access/more.yaml',
        'apiVersion: bylaw/v1\nkind: Organization\nname: acme\ngroups:\n  late: { title: Late, members: [lena@acme.example] }\n',
      );
      const groups = 'access/groups.yaml';
      stage.write(groups, stage.read(groups).replace('title: Customer support', 'title: Support desk'));
      // Just before the group is written to, Pat gives the group another name.
      let meddled = false;
      const { url } = await wayTo(stage.platform.url, {
        before: async ({ method }) => {
          if (method !== 'PATCH' || meddled) return;
          meddled = true;
          await meddle(stage, 'PATCH', '/groups/{groups/support}', { name: 'Helpers of Pat' });
        },
      });
      // The way there is another address of the same platform.
      stage.remove('.bylaw/acme.place.json');
      const applied = await reaching(stage.plainly, url).run('apply', ...engine.words, '--json');
      expect(applied).toMatchObject({ status: 1, err: '' });
      const report = JSON.parse(applied.out);
      const found = report.diagnostics as readonly {
        readonly code: string;
        readonly message: string;
        readonly hint: string;
      }[];
      const changed = found.filter(({ code }) => code === 'live-changed');
      expect(changed).toMatchObject([{ message: expect.stringContaining('group acme/support') }]);
      expect(changed[0]?.hint).toMatch(/plan again/i);
      expect(found.map(({ code }) => code)).toContain('apply-incomplete');
      const left = report.organizations[0].left.map(({ address }: { address: string }) => address);
      expect(left).toContain('group:acme/support');
      // What it says is left is what the next plan says; and the next apply makes it.
      const planned = JSON.parse((await stage.run('plan', ...engine.words, '--json')).out);
      expect(planned.organizations[0].changes.map(({ address }: { address: string }) => address)).toEqual(
        left,
      );
      stage.remove('.bylaw/acme.place.json');
      expect((await stage.run('apply', ...engine.words)).status).toBe(0);
      expect((await stage.run('plan', ...engine.words)).status).toBe(0);
    },
  );
});
