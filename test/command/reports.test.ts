import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { itOnBothEngines } from './bylaw.ts';
import { meddle } from './live.ts';
import { lumoauthExample, organization, stageOf } from './workspaces.ts';

const schema = JSON.parse(readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8'));
const valid = new Ajv2020({ allErrors: true, strict: false }).compile<Report>(schema);

interface Report {
  readonly command: string;
  readonly result: string;
}

/** One JSON document and nothing else, as the published schema has it. */
function reportIn(text: string): Report {
  const value: unknown = JSON.parse(text);
  if (!valid(value)) throw new Error(JSON.stringify(valid.errors, null, 2));
  return value;
}

describe('with --json every command prints one report that the published schema describes', () => {
  itOnBothEngines('along the life of an organization', async (engine) => {
    const stage = await stageOf(lumoauthExample());
    const runs: readonly (readonly [
      words: readonly string[],
      status: number,
      command: string,
      result: string,
    ])[] = [
      [['check'], 0, 'check', 'ok'],
      [['plan', ...engine.words], 2, 'plan', 'changes'],
      [['apply', ...engine.words], 0, 'apply', 'ok'],
      [['plan', ...engine.words], 0, 'plan', 'no-changes'],
      [['apply', ...engine.words], 0, 'apply', 'no-changes'],
      [['drift'], 0, 'drift', 'no-drift'],
      [['access', 'who', 'documents:write', 'acme'], 0, 'who', 'ok'],
      [['access', 'what', 'kim@acme.example', '--live'], 0, 'what', 'ok'],
      [['access', 'why', 'gita@acme.example', 'documents:write', 'acme'], 0, 'why', 'ok'],
      [['access', 'why', 'lena@acme.example', 'documents:write', 'acme'], 0, 'why', 'ok'],
      [['synth'], 0, 'synth', 'ok'],
    ];
    // What does not depend on the engine is asked once.
    const twice = ['plan', 'apply'];
    for (const [words, status, command, result] of runs) {
      if (engine.words.length === 0 && !twice.includes(command)) continue;
      const ran = await stage.run(...words, '--json');
      expect({ ...ran, out: '' }, words.join(' ')).toEqual({ status, out: '', err: '' });
      expect(reportIn(ran.out), words.join(' ')).toMatchObject({ command, result });
    }
    if (engine.words.length === 0) return;
    await meddle(stage, 'POST', '/members', { key: 'eve@evil.example' });
    const drifted = await stage.run('drift', '--json');
    expect(drifted).toMatchObject({ status: 2, err: '' });
    expect(reportIn(drifted.out)).toMatchObject({ command: 'drift', result: 'drift' });
    const markdown = await Promise.all(
      [['check'], ['plan', ...engine.words], ['drift'], ['access', 'what', 'kim@acme.example']].map((words) =>
        stage.run(...words, '--markdown'),
      ),
    );
    expect(markdown.map(({ status, err, out }) => [status, err, out.includes('**')])).toEqual([
      [0, '', true],
      [2, '', true],
      [2, '', true],
      [0, '', true],
    ]);
  });

  it('when it fails', async () => {
    const broken = await stageOf(organization('members:\n  ana@acme.example: { roles: [editr] }\n'));
    const sound = await stageOf(lumoauthExample());
    const runs: readonly (readonly [typeof broken, readonly string[], string])[] = [
      ...[['check'], ['plan'], ['apply'], ['drift'], ['access', 'what', 'x@acme.example'], ['synth']].map(
        (words) => [broken, words, words[0] ?? ''] as const,
      ),
      [sound, ['plan', '--engine', 'warp'], 'plan'],
      [sound, ['plan', '--colour'], 'plan'],
      [sound, ['access', 'whom'], 'access'],
      [sound, ['plam'], 'bylaw'],
      [sound, ['sandbox', '--port', 'x'], 'sandbox'],
      [sound, ['sandbox', '--fault', 'explode'], 'sandbox'],
      [sound, ['demo', '--engine', 'warp'], 'demo'],
    ];
    await Promise.all(
      runs.map(async ([stage, words, command]) => {
        const ran = await stage.run(...words, '--json');
        expect({ ...ran, out: '' }, words.join(' ')).toEqual({ status: 1, out: '', err: '' });
        expect(reportIn(ran.out), words.join(' ')).toMatchObject({ command, result: 'error' });
      }),
    );
  });
});

describe('synth', () => {
  it('names the files it wrote, one a line', async () => {
    const workspace = lumoauthExample();
    const { status, out, err } = await workspace.run('synth', '--out', 'here');
    expect({ status, out, err }).toEqual({ status: 0, out: 'here/stacks/acme/cdk.tf.json\n', err: '' });
    expect(JSON.parse(workspace.read('here/stacks/acme/cdk.tf.json'))).toHaveProperty('resource.bylaw_group');
  });
});
