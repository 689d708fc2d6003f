import { readFileSync } from 'node:fs';
import { compile } from '../../src/compile/compile.ts';
import type { Desired } from '../../src/compile/desired.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import type { OrganizationDocument } from '../../src/policy/document-types.ts';
import type { Diagnostic } from '../../src/source/diagnostic.ts';
import { formatOrigin } from '../../src/source/origin.ts';
import type { Outcome } from '../../src/source/outcome.ts';
import { documentsOf, got, onlyDocument, policy } from '../policy/fixture.ts';

const FILE = 'test/fixtures/platforms/warden.yaml';
export const WARDEN = readFileSync(FILE, 'utf8');

export function wardenOf(text = WARDEN): PlatformDefinition {
  return got(policy.readPlatform(onlyDocument(text, FILE)));
}

export const warden = wardenOf();

/** The document of `acme`, from line 6 on. */
export function documentOn(
  platform: PlatformDefinition,
  body: string,
  authority = 'full',
): Outcome<OrganizationDocument> {
  const head = `apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: ${platform.name}\nauthority: ${authority}\n`;
  const read = policy.readOrganizations(documentsOf(`${head}${body}`), new Map([[platform.name, platform]]));
  const [document] = read.ok ? read.value : [];
  return document === undefined
    ? { ok: false, diagnostics: read.diagnostics }
    : { ok: true, value: document, diagnostics: read.diagnostics };
}

export function compiledOn(
  platform: PlatformDefinition,
  body: string,
  { instant = '2026-06-15T12:00:00Z', authority = 'full' } = {},
): Outcome<Desired> {
  const document = documentOn(platform, body, authority);
  return document.ok ? compile(document.value, platform, instant) : document;
}

export function desiredOn(
  platform: PlatformDefinition,
  body: string,
  when: Parameters<typeof compiledOn>[2] = {},
): Desired {
  return got(compiledOn(platform, body, when));
}

/** `warning 8:3 invariant-broken: …`, and what is related. */
export function toldOf(diagnostics: readonly Diagnostic[]): readonly string[] {
  const place = (origin: Diagnostic['origin']) =>
    origin === null ? '-' : formatOrigin(origin).replace(/^[^:]*:/, '');
  return diagnostics.flatMap(({ severity, origin, code, message, related }) => [
    `${severity} ${place(origin)} ${code}: ${message}`,
    ...related.map((one) => `  ${place(one.origin)} ${one.message}`),
  ]);
}
