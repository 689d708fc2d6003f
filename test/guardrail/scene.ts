/** An organization of lumoauth before and after a change, and the guard rails that its documents state. */
import { buildPlan } from '../../src/plan/build-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { GuardrailsDocument } from '../../src/policy/guardrails-document.ts';
import type { Diagnostic } from '../../src/source/diagnostic.ts';
import { desiredOf, liveOf, type PlatformName } from '../platform/shipped.ts';
import { documentsOf, got, policy } from '../policy/fixture.ts';

/** Guard rails of every organization, from the keys below the head. */
export function rails(...texts: readonly string[]): readonly GuardrailsDocument[] {
  const documents = texts
    .map((text) => `apiVersion: bylaw/v1\nkind: Guardrails\norganizations: "*"\n${text}`)
    .join('---\n');
  return got(policy.readGuardrails(documentsOf(documents)));
}

/** What rails as written are told by their own reader: `invalid-value: …`. */
export function railFaults(text: string): readonly string[] {
  const read = policy.readGuardrails(
    documentsOf(`apiVersion: bylaw/v1\nkind: Guardrails\norganizations: "*"\n${text}`),
  );
  return read.diagnostics.map(({ code, message }) => `${code}: ${message}`);
}

export function people(names: readonly string[], role = 'viewer'): string {
  return names.map((name) => `  ${name}@x.io: { roles: [${role}] }\n`).join('');
}

export function numbered(count: number, name = 'p'): readonly string[] {
  return Array.from({ length: count }, (_, n) => `${name}${n}`);
}

export function planned(
  before: string,
  after: string,
  guardrails: readonly GuardrailsDocument[] = [],
  name: PlatformName = 'lumoauth',
): Plan {
  const desired = { ...desiredOf(name, after), guardrails };
  return buildPlan(desired, liveOf(name, before));
}

const RAILS = ['mass-removal', 'removal-limit', 'protected', 'holders'];

/** What the rails say of it: code and message. */
export function judged(...given: Parameters<typeof planned>): readonly string[] {
  return planned(...given).diagnostics.flatMap(said);
}

function said({ code, message }: Diagnostic): readonly string[] {
  return RAILS.includes(code) ? [`${code}: ${message}`] : [];
}
