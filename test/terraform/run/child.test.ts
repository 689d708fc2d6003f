/** Children that do what terraform cannot be made to do: small scripts in its place. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { TerraformBinary } from '../../../src/terraform/run/binary.ts';
import {
  type ChildOptions,
  type TerraformChild,
  terraformIn,
} from '../../../src/terraform/run/child-process.ts';
import { checkEngineVersion } from '../../../src/terraform/run/engine-version.ts';
import { failureOf } from '../../../src/terraform/run/failure.ts';
import { systemFault } from '../../../src/terraform/run/system-fault.ts';
import { type SilenceReport, silenceText } from '../../../src/terraform/run/watchdog.ts';
import { untilGone } from '../../command/processes.ts';
import { codesOf } from '../../connector/connections.ts';

const EVENTS = readFileSync(new URL('recorded/apply-slow.jsonl', import.meta.url), 'utf8');

function folderOf(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-child-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function binaryOf(content: string | Buffer, mode = 0o755): TerraformBinary {
  const path = join(folderOf(), 'terraform');
  writeFileSync(path, content);
  chmodSync(path, mode);
  return { flavour: 'terraform', path };
}

function childOf(script: string, options: ChildOptions = {}): TerraformChild {
  const binary = binaryOf(`#!/bin/sh\n${script}\n`);
  return terraformIn(binary, folderOf(), { ...process.env, EVENTS }, options);
}

const program = (text: string): string => `exec ${process.execPath} -e '${text}'`;
const nowhere = () => null;
const DIST = new URL('../../../dist', import.meta.url).pathname;

describe('a child that prints', () => {
  it('300 MB of lines, a line of 100 MB, and as much on stderr: what it says besides is heard', async () => {
    const child = childOf(
      program(`const { stdout, stderr, env } = process;
        const [first, ...rest] = env.EVENTS.split("\\n");
        const write = (to, text) => new Promise((done) => to.write(text, done));
        (async () => {
          await write(stdout, first + "\\n");
          const lines = ("x".repeat(99) + "\\n").repeat(10000);
          for (let at = 0; at < 300; at += 1) await write(stdout, lines);
          for (let at = 0; at < 100; at += 1) await write(stdout, "{".repeat(1e6));
          for (let at = 0; at < 300; at += 1) await write(stderr, lines);
          await write(stdout, "\\n" + rest.join("\\n"));
        })();`),
    );
    const before = process.memoryUsage().rss;
    let most = 0;
    const timer = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 20);
    onTestFinished(() => clearInterval(timer));
    const heard: string[] = [];
    const result = await child.run(['plan'], { onEvent: ({ type }) => heard.push(type) });
    expect(result.ending).toEqual({ how: 'exited', status: 0 });
    expect(heard).toEqual(
      EVENTS.split('\n').flatMap((line) => /"type":"(?!outputs)(\w+)"/.exec(line)?.[1] ?? []),
    );
    expect(result.said.length).toBeLessThan(150_000);
    expect(most - before).toBeLessThan(200 * 1024 * 1024);
  });

  it('a diagnostic a million times', async () => {
    const line =
      '{"@level":"warn","type":"diagnostic","diagnostic":{"severity":"warning","summary":"again"}}';
    const result = await childOf(`yes '${line}' | head -n 1000000`).run(['plan']);
    expect(result.diagnostics.length).toBe(1000);
  });

  it('nothing and ends, or something and ends badly', async () => {
    for (const [script, message] of [
      ['exit 3', 'terraform plan ended with status 3 and said nothing.'],
      [
        'printf "\\033[31m╷\\n│ Error: \\033[0mit is\\n│ broken\\n╵\\n" >&2; exit 1',
        'terraform plan ended with status 1: Error: it is / broken',
      ],
      ['echo "write x: no space left on device" >&2; exit 1', 'No space is left for'],
      ['echo "open y: too many open files" >&2; exit 1', 'The system gives no more to this process'],
    ] as const) {
      const child = childOf(script);
      const found = failureOf('plan', await child.run(['plan']), child, nowhere);
      expect(found).toHaveLength(1);
      expect(found[0]?.message).toContain(message);
    }
  });

  it('and leaves somebody behind who holds its output: not waited for', async () => {
    // Longer than the test may take.
    const result = await childOf('sleep 3600 & exit 0').run(['plan']);
    expect(result.ending).toEqual({ how: 'exited', status: 0 });
  });
});

describe('a child that says nothing', () => {
  const patience = { tellAfterMs: 150, endAfterMs: 900 };

  it('while it plans is told of, then ended with all it started', async () => {
    const told: SilenceReport[] = [];
    const mark = join(folderOf(), 'pid');
    const child = childOf(`sleep 60 & echo $! > ${mark}; wait`, { patience, onSilence: (s) => told.push(s) });
    const result = await child.run(['plan']);
    expect(result.ending).toEqual({ how: 'silent', seconds: 1, stopped: false });
    expect(told.length).toBeGreaterThanOrEqual(1);
    expect(told.length).toBeLessThanOrEqual(3);
    const [found] = failureOf('plan', result, child, nowhere);
    expect(found).toMatchObject({ code: 'engine-silent', hint: 'Nothing was under way: run it again.' });
    await untilGone([Number(readFileSync(mark, 'utf8'))]);
  });

  it('while it writes is told of and waited for, however long', async () => {
    const told: SilenceReport[] = [];
    const child = childOf('sleep 2.5', { patience, onSilence: (s) => told.push(s) });
    const result = await child.run(['apply'], { writes: true });
    expect(result.ending).toEqual({ how: 'exited', status: 0 });
    expect(told.every(({ writes, command }) => writes && command === 'apply')).toBe(true);
    // Each time the silence has doubled, not each time the clock ticks; then as long as it lasts.
    expect(told.length).toBeGreaterThanOrEqual(3);
  });

  it('because it was stopped: that is told, and Ctrl-C reaches it all the same', async () => {
    const mark = join(folderOf(), 'heard');
    let said = '';
    const child = childOf(
      program(
        `process.on("SIGINT", () => { require("fs").writeFileSync("${mark}", "yes"); process.exit(7); });
         setTimeout(() => {}, 60000); process.kill(process.pid, "SIGSTOP");`,
      ),
      {
        patience: { tellAfterMs: 1500, endAfterMs: 60_000 },
        onSilence: (silenceReport) => {
          said = silenceText('acme', 'terraform', silenceReport);
          process.emit('SIGINT');
        },
      },
    );
    const result = await child.run(['apply'], { writes: true });
    expect(result).toMatchObject({ ending: { how: 'exited', status: 7 }, interrupted: true });
    expect(existsSync(mark)).toBe(true);
    if (process.platform === 'linux') {
      expect(said).toMatch(
        /^acme: terraform apply has printed nothing for \d s \(process (\d+) is stopped: `kill -CONT \1` continues it\)\. Bylaw waits, because/,
      );
    }
  });
});

describe('Ctrl-C', () => {
  it('twice ends what only plans, though it does not listen', async () => {
    const child = childOf('trap "" INT; echo ready; sleep 60; sleep 60');
    const running = child.run(['plan']);
    await new Promise((resolve) => setTimeout(resolve, 300));
    process.emit('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 300));
    process.emit('SIGINT');
    const result = await running;
    expect(result).toMatchObject({ ending: { how: 'killed', signal: 'SIGKILL' }, interrupted: true });
    expect(failureOf('plan', result, child, nowhere)).toMatchObject([{ code: 'interrupted' }]);
  });

  it('never kills what writes: it is asked each time', async () => {
    const child = childOf(
      program(`let heard = 0; setTimeout(() => {}, 60000);
        process.on("SIGINT", () => { heard += 1; if (heard === 2) process.exit(1); });`),
    );
    const running = child.run(['apply'], { writes: true });
    for (let time = 0; time < 2; time += 1) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      process.emit('SIGINT');
    }
    expect(await running).toMatchObject({ ending: { how: 'exited', status: 1 }, interrupted: true });
  });
});

it('a system that gives no more files says so, whichever file it was', () => {
  const script = `
    import { closeSync, openSync } from 'node:fs';
    import { terraformIn } from '${DIST}/terraform/run/child-process.js';
    import { failureOf } from '${DIST}/terraform/run/failure.js';
    import { inRunDirectory } from '${DIST}/terraform/run/run-environment.js';
    const child = terraformIn({ flavour: 'terraform', path: '/bin/true' }, '/', {});
    const open = [];
    try { for (;;) open.push(openSync('/dev/null')); } catch {}
    const codes = [];
    for (const left of [0, 1, 2, 3, 4]) {
      const result = await child.run(['plan']);
      codes.push(failureOf('plan', result, child, () => null)[0].code);
      const made = await inRunDirectory(async () => { openSync('/etc/passwd'); return []; }, (fault) => [fault.code]);
      codes.push(...made);
      if (left < 2) closeSync(open.pop());
    }
    process.stdout.write(JSON.stringify([...new Set(codes)]));`;
  const file = join(folderOf(), 'exhausted.mjs');
  writeFileSync(file, script);
  const out = execFileSync('sh', ['-c', `ulimit -n 100; exec ${process.execPath} ${file}`], {
    encoding: 'utf8',
  });
  expect(JSON.parse(out)).toEqual(['system-limit']);
});

it.each([
  ['ENOSPC', 'disk-full'],
  ['EDQUOT', 'disk-full'],
  ['ENFILE', 'system-limit'],
  ['EROFS', 'file-unwritable'],
  ['ENAMETOOLONG', 'file-unwritable'],
  ['ECONNREFUSED', null],
])('%s of a system call is %s', (code, wanted) => {
  const error = Object.assign(new Error(`${code}: x, open 'y'`), { code, syscall: 'open', path: 'y' });
  expect(systemFault(error)?.code ?? null).toBe(wanted);
  expect(systemFault(Object.assign(new Error('x'), { code }))).toBe(null);
  expect(systemFault(code)).toBe(null);
});

describe('a binary', () => {
  const foreign = Buffer.alloc(64);
  foreign.write('\u007fELF', 'latin1');
  foreign[4] = 2;
  foreign[5] = 1;
  foreign.writeUInt16LE(process.arch === 'arm64' ? 62 : 183, 18);

  it.each([
    ['of another system', foreign, 'is not a program for'],
    [
      'that prints something else',
      '#!/bin/sh\necho "Terraform v1.11.4"\n',
      'does not report its version but',
    ],
    [
      'that prints JSON of something else',
      '#!/bin/sh\necho \'{"version":"1"}\'\n',
      'does not report its version',
    ],
    ['that prints nothing', '#!/bin/sh\n', 'does not report its version but ""'],
    ['that fails', '#!/bin/sh\necho no such command >&2\nexit 64\n', 'ended with status 64: no such command'],
    ['that is text', 'this is no program\n', 'cannot be used: '],
    ['whose interpreter is not there', '#!/no/such/interpreter\n', 'the program is gone'],
    ['that hangs', '#!/bin/sh\nsleep 60\n', 'did not report its version within 1 s'],
  ])('%s', async (_what, content, message) => {
    const binary = binaryOf(content);
    const asked = await checkEngineVersion(binary, process.env, [], 700);
    expect(codesOf(asked)).toEqual([
      message === 'the program is gone' ? 'engine-missing' : 'engine-unusable',
    ]);
    expect(asked.diagnostics[0]?.message).toContain(message);
    expect(asked.diagnostics[0]?.hint).toContain('--engine embedded');
  });

  it('that prints a gigabyte when asked for its version', async () => {
    const asked = await checkEngineVersion(
      binaryOf('#!/bin/sh\nyes | head -c 1000000000\n'),
      process.env,
      [],
    );
    expect(asked.ok).toBe(false);
    expect(codesOf(asked)).toEqual(['engine-unusable']);
  });

  it('is asked without what bends it and without secrets', async () => {
    const folder = folderOf();
    const script = `#!/bin/sh\nenv > ${folder}/env\necho '{"terraform_version":"1.11.4"}'\n`;
    const user = { ...process.env, TF_CLI_ARGS: '-x', TF_LOG: 'TRACE', TOFU_X: '1', ACME_TOKEN: 's3cret' };
    const asked = await checkEngineVersion(binaryOf(script), user, ['ACME_TOKEN']);
    expect(asked).toMatchObject({ ok: true, value: '1.11.4' });
    expect(readFileSync(join(folder, 'env'), 'utf8')).not.toMatch(/TF_CLI_ARGS|TF_LOG|TOFU_|s3cret/);
  });
});
