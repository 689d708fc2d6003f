/** What pages show without an output beside it: settings are read, requests are sent, tables name what there is. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { onlyDocument, policy } from '../policy/fixture.ts';
import { startTestSandbox } from '../sandbox/start.ts';
import { shown } from '../source/shown.ts';

const blocksOf = (page: string, language: string): readonly string[] =>
  [...readFileSync(page, 'utf8').matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)].flatMap(([, of, body = '']) =>
    of === language ? [body] : [],
  );

describe('settings of a workspace', () => {
  const whole = {
    apiVersion: 'apiVersion: bylaw/v1\n',
    kind: 'kind: Workspace\n',
    files: 'files: ["access/*.yaml"]\n',
    organizations: 'organizations:\n  acme: { connector: access-api, url: "https://access.acme.example" }\n',
  };

  it.each(
    ['docs/state.md', 'docs/connectors/access-api.md', 'docs/lint.md'].flatMap((page) =>
      blocksOf(page, 'yaml').map((body) => [page, body] as const),
    ),
  )('%s shows some that can be written', (_page, body) => {
    const missing = Object.entries(whole).flatMap(([key, text]) =>
      new RegExp(`^${key}:`, 'm').test(body) ? [] : [text],
    );
    expect(policy.readWorkspace(onlyDocument(`${missing.join('')}${body}`)).diagnostics.map(shown)).toEqual(
      [],
    );
  });
});

it('docs/access-api.md shows requests that the platform answers as it says', async () => {
  const sandbox = await startTestSandbox({
    seed: { organization: 'acme', members: [{ key: 'bo@acme.example' }] },
  });
  const get = async (path: string) => {
    const answer = await fetch(`${sandbox.api}${path}`, {
      headers: { authorization: `Bearer ${sandbox.token}` },
    });
    return answer.json() as Promise<{ items: { id: string }[] }>;
  };
  const first = async (path: string): Promise<string> => (await get(path)).items[0]?.id ?? '';
  try {
    const member = await first('/members?key=bo@acme.example');
    const known: Record<string, string> = { userId: member, roleId: await first('/roles?slug=viewer') };
    const { hostname, port } = new URL(sandbox.url);
    let sent = 0;
    let before = `member=${member}\n`;
    for (const line of blocksOf('docs/access-api.md', 'sh').join('').split('\n')) {
      if (!line.startsWith('curl ')) {
        before += `${line.replace('127.0.0.1:7070', `${hostname}:${port}`)}\n`;
        continue;
      }
      const filled = line.replace(/"(\w+)":"…"/g, (_all, name: string) => `"${name}":"${known[name]}"`);
      const group = await first('/groups?slug=engineering');
      const answer = await new Promise<string>((resolve, reject) => {
        const command = `${before}group=${group}\n${filled.replace('curl', "curl -s -w '\\n%{http_code}'")}`;
        execFile(
          'sh',
          ['-c', command],
          { env: { ...process.env, BYLAW_TOKEN: sandbox.token } },
          (error, out) => (error === null ? resolve(out) : reject(error)),
        );
      });
      expect(answer, line).toMatch(line.includes(' -d ') ? /\n201$/ : /\n200$/);
      sent += 1;
    }
    expect(sent).toBe(6);
    expect((await get('/memberships?page=1')).items).toHaveLength(1);
  } finally {
    await sandbox.close();
  }
});

describe('docs/reports.md', () => {
  const page = readFileSync('docs/reports.md', 'utf8');
  const { $defs: defs } = JSON.parse(readFileSync('schemas/report.schema.json', 'utf8'));
  const reports = Object.entries<{ properties?: Record<string, { enum?: string[]; const?: string }> }>(
    defs,
  ).filter(([name]) => name.endsWith('Report'));

  it('names every result, and no other', () => {
    const there = reports.flatMap(([, { properties = {} }]) => [
      ...(properties.result?.enum ?? []),
      ...(properties.result?.const === undefined ? [] : [properties.result.const]),
    ]);
    const named = /^\| `result` \| (.*) \|$/m.exec(page)?.[1] ?? '';
    expect([...named.matchAll(/`([^`]+)`/g)].map(([, name]) => name).sort()).toEqual(
      [...new Set(there)].sort(),
    );
  });

  it('names every kind of finding', () => {
    const named = [...page.matchAll(/^\| `.` \| `([a-z]+)` \|/gm)].map(([, kind]) => kind);
    expect(named).toEqual(defs.finding.properties.kind.enum);
  });

  it('names keys that the reports of a command have', () => {
    for (const [, commands = '', adds = ''] of page.matchAll(/^\| ((?:`[a-z]+`(?:, )?)+) \| (.*) \|$/gm)) {
      for (const [, command = ''] of commands.matchAll(/`([a-z]+)`/g)) {
        const report = reports.find(([, one]) => one.properties?.command?.const === command)?.[1];
        if (report === undefined) continue;
        for (const [, key] of adds.matchAll(/(?:^|; |, and |, )`([a-z]+)`/gi))
          expect(report.properties, command).toHaveProperty([String(key)]);
      }
    }
  });
});
