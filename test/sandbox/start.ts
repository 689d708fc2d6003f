import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import {
  type RecordedExchange,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from '../../src/sandbox/sandbox.ts';
import { contractChecker } from './contract.ts';

export const ADMIN = 'sandbox-admin';
export const READER = 'sandbox-reader';

export const PLATFORMS = {
  appcircle: fileURLToPath(new URL('../../schemas/platforms/appcircle.yaml', import.meta.url)),
  bilbis: fileURLToPath(new URL('../../schemas/platforms/bilbis.yaml', import.meta.url)),
  gorules: fileURLToPath(new URL('../../schemas/platforms/gorules.yaml', import.meta.url)),
  github: fileURLToPath(new URL('../../schemas/platforms/github.yaml', import.meta.url)),
  lumoauth: fileURLToPath(new URL('../../schemas/platforms/lumoauth.yaml', import.meta.url)),
  oten: fileURLToPath(new URL('../../schemas/platforms/oten.yaml', import.meta.url)),
  atrium: fileURLToPath(new URL('../fixtures/platforms/atrium.yaml', import.meta.url)),
  desk: fileURLToPath(new URL('../fixtures/platforms/desk.yaml', import.meta.url)),
};

export interface TestSandboxOptions extends Partial<Omit<SandboxOptions, 'platform'>> {
  /** Path of a platform file; lumoauth's when left out. */
  readonly platformFile?: string;
  /** In place of a file. */
  readonly platform?: unknown;
}

export interface TestSandbox extends Sandbox {
  /** URL of the API of the first organization: `acme`, unless others were asked for. */
  readonly api: string;
  readonly token: string;
  readonly file: string;
  readonly exchanges: readonly RecordedExchange[];
  /** Throws when an exchange broke the contract, unless a fault had spoiled it. */
  close(): Promise<void>;
}

export function readPlatform(file: string): unknown {
  return parse(readFileSync(file, 'utf8'));
}

/** Atrium with members of units alone, and invitations that run out after a week. */
export function atriumWithUnitMembers(): unknown {
  const platform = readPlatform(PLATFORMS.atrium) as {
    scopes: Record<string, object>;
    members: object;
  };
  return {
    ...platform,
    scopes: { ...platform.scopes, unit: { ...platform.scopes.unit, members: true } },
    members: { ...platform.members, invitations: { 'expire-after-days': 7 } },
  };
}

/** Atrium with units that can be shut. */
export function atriumWithShutUnits(): unknown {
  const platform = readPlatform(PLATFORMS.atrium) as { scopes: Record<string, object> };
  const standing = {
    title: 'Standing',
    description: 'Whether anybody can do anything there.',
    unwritten: 'open',
    values: { open: { title: 'Open' }, shut: { title: 'Shut', closes: true } },
  };
  return {
    ...platform,
    scopes: { ...platform.scopes, unit: { ...platform.scopes.unit, settings: { standing } } },
  };
}

/** A sandbox with the organization `acme`, in a database file that goes when it closes unless the caller named one. */
export async function startTestSandbox(options: TestSandboxOptions = {}): Promise<TestSandbox> {
  const {
    platformFile = PLATFORMS.lumoauth,
    platform,
    onExchange,
    organizations = [{ slug: 'acme', name: 'Acme' }],
    ...rest
  } = options;
  const folder = options.file === undefined ? mkdtempSync(join(tmpdir(), 'bylaw-sandbox-')) : undefined;
  const file = options.file ?? join(folder ?? '', 'access.db');
  const contract = contractChecker();
  const exchanges: RecordedExchange[] = [];
  const sandbox = await startSandbox({
    token: ADMIN,
    readOnlyToken: READER,
    organizations,
    ...rest,
    platform: platform ?? readPlatform(platformFile),
    file,
    onExchange: (recordedExchange) => {
      exchanges.push(recordedExchange);
      contract.onExchange(recordedExchange);
      onExchange?.(recordedExchange);
    },
  });
  const token = options.token ?? ADMIN;
  return {
    ...sandbox,
    api: `${sandbox.url}/orgs/${organizations[0]?.slug ?? 'acme'}/api/v1`,
    token: typeof token === 'string' ? token : token.value,
    file,
    exchanges,
    close: async () => {
      await sandbox.close();
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
      const violations = contract.violations();
      if (violations.length > 0) throw new Error(`the API broke its contract:\n${violations.join('\n')}`);
    },
  };
}
