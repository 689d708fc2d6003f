/** What goes wrong with the engine and the machine it runs on, told by the command line; caused for real. */
import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { itWithTerraform, terraform } from '../terraform/available.ts';
import { type Finished, MAIN } from './bylaw.ts';
import { writesSeen } from './live.ts';
import { organization, type Stage, stageOf } from './workspaces.ts';

const BODY = `members:
  dan@acme.example:
groups:
  qa: { title: QA, members: [dan@acme.example], roles: [editor] }
`;

const stage = (): Promise<Stage> => stageOf(organization(BODY));

/** A folder with these scripts in it, before everything else on the PATH. */
function withPrograms(on: Stage, programs: Readonly<Record<string, string>>, mode = 0o755): Stage {
  const folder = join(on.folder, '..', 'bin');
  mkdirSync(folder, { recursive: true });
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), mode);
  }
  return on.with({ PATH: `${folder}${delimiter}${process.env.PATH}` });
}

/** In terraform's place, and then terraform itself. */
const atFirst = (script: string) => ({ terraform: `${script}\nexec ${terraform?.path} "$@"` });

/** A PATH with programs of the system on it, and neither terraform nor tofu. */
function bare(on: Stage, ...more: readonly string[]): Stage {
  const folder = join(on.folder, '..', 'bare');
  mkdirSync(folder);
  for (const name of ['sh', 'cat', 'env']) symlinkSync(`/bin/${name}`, join(folder, name));
  return on.with({ PATH: [...more, folder].join(delimiter) });
}

function expectFailed(
  { status, out, err }: Finished,
  code: string,
  ...words: readonly (string | RegExp)[]
): void {
  expect({ status, out }).toEqual({ status: 1, out: '' });
  expect(err).toContain(`error[${code}]`);
  for (const word of words) expect(err).toMatch(word);
  expect(err.match(/error\[/g)).toHaveLength(1);
  expect(err).toContain('= help: ');
}

describe('an engine that cannot be used', () => {
  it('is not there: told where it was asked for by name, else Bylaw does it itself', async () => {
    const on = bare(await stage());
    expectFailed(await on.run('plan', '--engine', 'tofu'), 'engine-missing', /No tofu is on the PATH/);
    const planned = await on.run('plan');
    expect(planned.status).toBe(2);
    expect(planned.out).not.toContain('terraform');
  });

  it('may not be executed', async () => {
    const on = await stage();
    const folder = join(on.folder, '..', 'bin');
    const plain = bare(withPrograms(on, { terraform: 'exit 0' }, 0o644), folder);
    for (const words of [['--engine', 'terraform'], []]) {
      const told = await plain.run('plan', ...words);
      expectFailed(told, 'engine-unusable', /is not executable/, /chmod \+x/);
    }
  });

  it('is a folder of that name, which nobody meant', async () => {
    const on = await stage();
    const folder = join(on.folder, '..', 'bin');
    mkdirSync(join(folder, 'terraform'), { recursive: true });
    const plain = bare(on, folder);
    expectFailed(await plain.run('plan', '--engine', 'terraform'), 'engine-missing');
    expect(await plain.run('plan')).toMatchObject({ status: 2, err: '' });
  });

  it.each([
    [
      'terraform',
      '1.5.7',
      'engine-too-old',
      /is terraform 1\.5\.7: 1\.9\.0 is the oldest version that works/,
    ],
    ['tofu', '1.6.3', 'engine-too-old', /is tofu 1\.6\.3: 1\.7\.0 is the oldest version that works/],
    ['terraform', 'next', 'engine-unusable', /reports the version "next", which is not one/],
  ])('%s says it is %s', async (name, version, code, message) => {
    const script = `echo '{ "terraform_version": "${version}", "platform": "linux_amd64" }'`;
    const on = withPrograms(await stage(), { [name]: script });
    expectFailed(await on.run('plan', '--engine', name), code, message, /--engine embedded/);
    expect(on.platform.requests()).toEqual([]);
  });

  it('is never passed over in silence, unless the other will do', async () => {
    const on = await stage();
    const old = `echo '{"terraform_version":"1.5.7"}'`;
    const both = withPrograms(on, { terraform: old, tofu: old });
    const told = await both.run('plan');
    expect(told.status).toBe(1);
    expect(told.err.match(/error\[engine-too-old\]/g)).toHaveLength(2);
  });

  itWithTerraform('of a major version that nobody knows yet is warned of, and works', async () => {
    const script = `if [ "$1" = version ]; then echo '{"terraform_version":"2.0.1"}'; exit; fi`;
    const on = withPrograms(await stage(), atFirst(script));
    const applied = await on.run('apply', '--engine', 'terraform', '--json');
    expect(applied.status).toBe(0);
    expect(JSON.parse(applied.out)).toMatchObject({
      diagnostics: [{ code: 'engine-untested', severity: 'warning' }],
      organizations: [{ outcome: 'proven' }],
    });
  });
});

describe('what terraform says', () => {
  const mutate = (statement: string): string =>
    `if [ "$1" = plan ]; then ${process.execPath} -e '
      const fs = require("fs");
      const made = JSON.parse(fs.readFileSync("cdk.tf.json", "utf8"));
      const group = Object.values(made.resource.bylaw_group)[0];
      ${statement}
      fs.writeFileSync("cdk.tf.json", JSON.stringify(made, null, 2));'; fi`;

  itWithTerraform('is wrong with an element of a block stands on its line of YAML', async () => {
    const on = withPrograms(await stage(), atFirst(mutate('group.members["dan@acme.example"] = { a: 1 };')));
    const told = await on.run('plan');
    expectFailed(
      told,
      'engine-failed',
      /terraform plan: members: Incorrect attribute value type/,
      // The person in the group, not the group.
      /--> access\/acme\.yaml:9:30/,
      /element "dan@acme\.example": string required/,
    );
  });

  itWithTerraform('is wrong with a block stands on the line of its key', async () => {
    const on = withPrograms(await stage(), atFirst(mutate('group.nonsense = "x";')));
    const told = await on.run('plan');
    expectFailed(told, 'engine-failed', /nonsense: Extraneous JSON/, /--> access\/acme\.yaml:9:3\n/);
  });

  itWithTerraform('it warns of is told by plan and by apply, and stops nothing', async () => {
    const on = withPrograms(await stage(), atFirst(mutate('group.lifecycle.ignore_changes = ["id"];')));
    const planned = await on.run('plan', '--out', 'plan.bylaw');
    expect(planned.status).toBe(2);
    expect(planned.out).toContain('warning[engine-warning]: terraform: Redundant ignore_changes element');
    // What terraform planned is not what the documents make, and so the plan file is not applied.
    expect((await on.run('apply', 'plan.bylaw')).status).toBe(1);
    expect((await on.run('apply')).status).toBe(0);
    on.write('access/acme.yaml', on.read('access/acme.yaml').replace('QA,', 'Quality,'));
    const applied = await on.run('apply', '--json');
    expect(JSON.parse(applied.out)).toMatchObject({
      diagnostics: [{ code: 'engine-warning', severity: 'warning' }],
      organizations: [{ outcome: 'proven' }],
    });
  });
});

describe('terraform dies', () => {
  const during = (command: string, script: string) =>
    atFirst(`if [ "$1" = ${command} ]; then\n${script}\nfi`);

  itWithTerraform('of a defect of its own: what matters of the panic is said, all of it kept', async () => {
    // A provider said to be a real process of another protocol: terraform 1.11 panics. The pid is a sleeper's.
    const on = withPrograms(
      await stage(),
      during(
        'plan',
        `sleep 20 & S=$!
         export TF_REATTACH_PROVIDERS=$(echo "$TF_REATTACH_PROVIDERS" | sed -E "s/\\"Test\\":true/\\"Test\\":false/; s/\\"Pid\\":[0-9]+/\\"Pid\\":$S/")
         ${terraform?.path} "$@"; E=$?; kill $S; exit $E`,
      ),
    );
    const told = await on.run('plan');
    expectFailed(told, 'engine-crashed', /terraform plan crashed: panic: /, /All its output is in /);
    const file = /All its output is in (\S+):/.exec(told.err)?.[1] ?? '';
    expect(dirname(file)).toBe(on.temporary);
    const kept = readFileSync(file, 'utf8');
    expect(kept).toContain('goroutine ');
    expect(kept).not.toContain(on.environment.BYLAW_TOKEN ?? '?');
    expect(readdirSync(on.temporary)).toHaveLength(1);
    expect(told.err).not.toMatch(/goroutine|0x[0-9a-f]{6}/);
  });

  itWithTerraform('by a signal only a broken program gets, and by kill -9', async () => {
    const on = await stage();
    const abort = withPrograms(on, during('apply', '(sleep 0.4; kill -ABRT $$) &'));
    on.platform.setFaults([{ kind: 'latency', ms: 700, match: { method: 'POST' } }]);
    const crashed = await abort.run('apply', '--json');
    expect(crashed.status).toBe(1);
    const report = JSON.parse(crashed.out) as {
      diagnostics: { code: string; message: string; hint: string }[];
    };
    expect(report.diagnostics.map(({ code }) => code)).toEqual(['apply-incomplete', 'engine-crashed']);
    expect(report.diagnostics[1]?.message).toMatch(/terraform apply crashed: SIGABRT: abort in command\./);
    on.platform.setFaults([]);
    const killed = withPrograms(on, during('plan', 'kill -9 $$'));
    expectFailed(
      await killed.run('plan'),
      'engine-killed',
      /was killed from outside \(SIGKILL\)/,
      /out of memory/,
    );
    expect((await on.run('apply')).status).toBe(0);
  });

  itWithTerraform('because files may not be that large (ulimit -f)', async () => {
    const on = withPrograms(await stage(), during('plan', 'ulimit -f 1'));
    expectFailed(
      await on.run('plan'),
      'disk-full',
      /terraform plan wrote only a part of its plan file/,
      /ulimit -f/,
    );
  });
});

describe('the machine', () => {
  itWithTerraform('has no temporary folder where TMPDIR says', async () => {
    const on = await stage();
    for (const folder of ['/no/such/folder', join(on.folder, 'bylaw.yaml')]) {
      const told = await on.with({ TMPDIR: folder }).run('plan');
      expectFailed(told, 'file-unwritable', /A run needs a folder of its own in /, /Set TMPDIR/);
    }
  });

  itWithTerraform('has a temporary folder with a name too long for a socket', async () => {
    const on = await stage();
    const long = join(on.temporary, 'x'.repeat(120));
    mkdirSync(long);
    const applied = await on.with({ TMPDIR: long }).run('apply');
    expect(applied).toMatchObject({ status: 0, err: '' });
    expect(readdirSync(long)).toEqual([]);
  });

  itWithTerraform('has no home, or one that is not there', async () => {
    const on = await stage();
    expect((await on.with({ HOME: undefined }).run('plan')).status).toBe(2);
    expect((await on.with({ HOME: '/no/such/home', XDG_CONFIG_HOME: undefined }).run('apply')).status).toBe(
      0,
    );
  });

  itWithTerraform('cannot keep the state where it belongs', async () => {
    const on = await stage();
    writeFileSync(join(on.folder, '.bylaw'), 'in the way');
    const told = await on.run('apply');
    expect(told.status).toBe(1);
    expect(told.err).toMatch(/error\[file-un(?:readable|writable)\]: Cannot write .*\.bylaw/);
    expect(writesSeen(on)).toEqual([]);
  });

  itWithTerraform(
    'has no space left, or lets no file be that large, at whatever moment that is',
    async () => {
      const on = await stage();
      const codes: string[] = [];
      const note = ({ status, err }: Finished): void => {
        codes.push(/error\[([a-z-]+)\]/.exec(err)?.[1] ?? `status ${status}`);
      };
      // Any file; the configuration; none that is written.
      for (const blocks of [0, 2, 1000]) note(await onceSaid(on, `ulimit -f ${blocks}`, [], 'plan'));
      expect(codes.splice(0)).toEqual(['disk-full', 'disk-full', 'status 2']);
      if (!canMount()) return;
      const small = join(on.folder, '..', 'small');
      mkdirSync(small);
      const tiny = on.with({ TMPDIR: small });
      // Room for two folders; for the configuration; for what init writes; for everything.
      for (const kilobytes of [4, 8, 12, 400]) {
        const mount = `mount -t tmpfs -o size=${kilobytes}k none ${small}`;
        note(await onceSaid(tiny, mount, ['unshare', '-rm'], 'plan'));
      }
      expect(codes).toEqual(['disk-full', 'disk-full', 'disk-full', 'status 2']);
    },
  );
});

/** A command line after something said to a shell. */
function onceSaid(
  on: Stage,
  first: string,
  within: readonly string[],
  ...words: readonly string[]
): Promise<Finished> {
  const file = join(on.folder, '..', 'after.sh');
  const line = [process.execPath, MAIN, ...words, '--url', on.platform.url]
    .map((one) => `'${one}'`)
    .join(' ');
  writeFileSync(file, `${first}\nexec ${line}\n`);
  const [program = 'sh', ...args] = [...within, 'sh', file];
  return new Promise((resolve) => {
    const options = { cwd: on.folder, env: on.environment, encoding: 'utf8' } as const;
    const child = execFile(program, args, options, (_error, out, err) => {
      resolve({ status: child.exitCode, out, err });
    });
  });
}

/** Whether this user may mount something nobody else sees. */
function canMount(): boolean {
  try {
    execFileSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
