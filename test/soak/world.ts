import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { runCommandLine } from '../../src/command/run-command-line.ts';
import type { Console } from '../../src/command/terminal/console.ts';
import { compile } from '../../src/compile/compile.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { type InjectedFault, parseFault, type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { EVERYTHING_MEANT } from '../command/meant.ts';
import { platformNamed } from '../platform/shipped.ts';
import { documentsOf, policy as policyRoom } from '../policy/fixture.ts';
import { type Caller, caller } from '../sandbox/caller.ts';
import { type LiveOrganization, listsOf, liveFrom } from './live.ts';
import { bossOf, dayAfter, keepingRole } from './truth.ts';
import { documentOf, type Written } from './written.ts';

export const ORGANIZATIONS = ['acme', 'bravo'] as const;
export type Organization = (typeof ORGANIZATIONS)[number];

const [ADMIN, BYLAW, PAT] = ['soak-admin', 'soak-bylaw-8Qx2', 'soak-pat'];
/** Of everybody who changes something besides Bylaw. */
export const STRANGER = 'pat';

export interface Ran {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** A platform, a workspace of two organizations and a clock of their own, for as many days as it takes. */
export class World {
  readonly platform: PlatformDefinition;
  readonly folder = mkdtempSync(join(tmpdir(), 'bylaw-soak-'));
  readonly #main: string;
  #sandbox: Sandbox | null = null;
  #day: string;
  #children = new Set<ChildProcess>();

  constructor(platform: string, day: string, main: string) {
    this.platform = platformNamed(platform);
    this.#day = day;
    this.#main = main;
  }

  get day(): string {
    return this.#day;
  }

  get sandbox(): Sandbox {
    if (this.#sandbox === null) throw new Error('the world has not begun');
    return this.#sandbox;
  }

  /** At noon, a second later each time it is asked. */
  readonly #now = (): Date => new Date(`${this.#day}T12:00:00Z`);

  async begin(): Promise<void> {
    const boss = bossOf(this.platform);
    const seed = (organization: string) => ({
      organization,
      members: [{ key: boss, state: 'active' as const }],
      assignments: [
        { principal: { type: 'member' as const, name: boss }, roles: [keepingRole(this.platform)] },
      ],
    });
    this.#sandbox = await startSandbox({
      platform: parse(readFileSync(`schemas/platforms/${this.platform.name}.yaml`, 'utf8')),
      file: ':memory:',
      token: { value: ADMIN, name: 'admin' },
      tokens: [
        { value: BYLAW, name: 'bylaw' },
        { value: PAT, name: STRANGER },
      ],
      organizations: ORGANIZATIONS.map((slug) => ({ slug, name: slug })),
      seed: ORGANIZATIONS.map(seed),
      now: this.#now,
    });
    const connected = ORGANIZATIONS.map(
      (name) => `  ${name}: { connector: access-api, url: "${this.sandbox.url}" }\n`,
    ).join('');
    // A year of random editors goes beyond every limit; what limits do has tests of its own.
    this.write('access/rails.yaml', EVERYTHING_MEANT);
    this.write(
      'bylaw.yaml',
      `apiVersion: bylaw/v1\nkind: Workspace\nfiles: ["access/*.yaml"]\norganizations:\n${connected}`,
    );
  }

  async end(): Promise<void> {
    for (const child of this.#children) child.kill('SIGKILL');
    await this.#sandbox?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The night passes, for the platform as for everybody. */
  nightFalls(days: number): void {
    this.#day = dayAfter(this.#day, days);
  }

  write(file: string, text: string): void {
    const path = join(this.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  save(organization: Organization, written: Written): void {
    this.write(`access/${organization}.yaml`, documentOf(organization, written, this.platform));
  }

  /** Whether people may write this: what Bylaw refuses today was never merged. */
  isValid(written: Written): boolean {
    const text = documentOf('acme', written, this.platform);
    const read = policyRoom.readOrganizations(
      documentsOf(text),
      new Map([[this.platform.name, this.platform]]),
    );
    const [document] = read.ok ? read.value : [];
    if (document === undefined) return false;
    const compiled = compile(document, this.platform, this.#now().toISOString());
    return compiled.ok && compiled.diagnostics.every(({ severity }) => severity !== 'error');
  }

  as(who: 'admin' | 'pat', organization: Organization): Caller {
    const { url } = this.sandbox;
    const call = caller(() => ({ url, api: `${url}/orgs/${organization}/api/v1` }));
    const token = who === 'admin' ? ADMIN : PAT;
    return (method, path, body, options = {}) => call(method, path, body, { token, ...options });
  }

  async live(organization: Organization): Promise<LiveOrganization> {
    return liveFrom(await listsOf(this.as('admin', organization)));
  }

  fault(texts: readonly string[]): void {
    const faults = texts.map(parseFault);
    const wrong = faults.find((fault) => typeof fault === 'string');
    if (wrong !== undefined) throw new Error(wrong);
    this.sandbox.setFaults(faults as readonly InjectedFault[]);
  }

  /** A command line in this process, by this world's clock. */
  async bylaw(...words: readonly string[]): Promise<Ran> {
    let out = '';
    let err = '';
    const heard: Console = {
      out: (text) => {
        out += `${text}\n`;
      },
      err: (text) => {
        err += `${text}\n`;
      },
      progress: () => {},
      colour: false,
      ask: null,
    };
    const workspace = words.includes('--workspace') ? [] : ['--workspace', this.folder];
    const status = await runCommandLine([...words, ...workspace], {
      console: heard,
      environment: this.#environment(),
      now: this.#now,
    });
    return { status, out, err };
  }

  /** The same in a process of its own, killed once the platform has answered so many writes. */
  async bylawKilledAfter(
    writes: number,
    ...words: readonly string[]
  ): Promise<Ran & { readonly killed: boolean }> {
    this.sandbox.resetRequests();
    const child = spawn(
      process.execPath,
      [this.#main, ...words, '--at', this.#now().toISOString(), '--workspace', this.folder],
      { env: this.#environment(), stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.#children.add(child);
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    let over = false;
    const done = new Promise<number | null>((resolve) => {
      child.once('close', (status) => {
        over = true;
        resolve(status);
      });
    });
    const written = () => this.sandbox.requests().filter(({ method }) => method !== 'GET').length;
    while (!over && written() < writes) await new Promise((resolve) => setTimeout(resolve, 2));
    const killed = !over && child.kill('SIGKILL');
    const status = await done;
    this.#children.delete(child);
    return { status, out, err, killed };
  }

  #environment(): NodeJS.ProcessEnv {
    const { PATH, HOME, TMPDIR } = process.env;
    return { PATH, HOME, ...(TMPDIR === undefined ? {} : { TMPDIR }), BYLAW_TOKEN: BYLAW };
  }
}
