import { buildAccess } from '../access/build-access.ts';
import { compile } from '../compile/compile.ts';
import type { Desired } from '../compile/desired.ts';
import { exceptionsInForce } from '../compile/exception-in-force.ts';
import { lookAheadCut, mostLooksAhead, windowBoundariesAfter } from '../compile/look-ahead.ts';
import type { OrganizationDocument } from '../policy/document-types.ts';
import type { GuardrailsDocument } from '../policy/guardrails-document.ts';
import { spellingOf } from '../resource/spelling.ts';
import type { Diagnostic } from '../source/diagnostic.ts';
import { bindGuardrails, guardrailsOf } from './bind-guardrails.ts';
import { type HoldersFault, holdersDiagnostic, holdersFaults } from './judge-holders.ts';

export interface GuardedOrganizations {
  /** The documents that speak of each, by organization. */
  readonly documents: ReadonlyMap<string, readonly GuardrailsDocument[]>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What the documents of organizations say by themselves, without anything live: every name, and how many hold a role, now
 * and at each instant at which a window begins or ends. Codes: those of `bindGuardrails`, `holders`, `look-ahead-cut`.
 */
export function guardOrganizations(
  guardrails: readonly GuardrailsDocument[],
  declared: readonly OrganizationDocument[],
  connected: readonly string[],
  compiled: readonly Desired[],
  instant: string,
): GuardedOrganizations {
  const names = declared.map(({ name }) => name);
  const documents = new Map(names.map((name) => [name, guardrailsOf(guardrails, name)]));
  const diagnostics = [...bindGuardrails(guardrails, names, connected, compiled, instant)];
  for (const document of declared) {
    const desired = compiled.find(({ organization }) => organization === document.name);
    const own = documents.get(document.name);
    if (desired === undefined || own === undefined) continue;
    if (own.some(({ holders }) => holders.length > 0)) diagnostics.push(...held(own, document, desired));
  }
  return { documents, diagnostics };
}

/** How many hold a role by the documents: an error now, a warning at the end of a window. */
function held(
  documents: readonly GuardrailsDocument[],
  document: OrganizationDocument,
  desired: Desired,
): readonly Diagnostic[] {
  const now = faultsOf(documents, desired);
  const spelling = spellingOf(desired);
  const turns = windowBoundariesAfter(desired);
  const most = mostLooksAhead(desired);
  const told = new Set(now.map(keyOf));
  const ahead = turns.slice(0, most).flatMap(({ at, origin }): readonly Diagnostic[] => {
    const later = compile(document, desired.platform, at);
    if (!later.ok) return [];
    return faultsOf(documents, later.value).flatMap((fault) => {
      if (told.has(keyOf(fault))) return [];
      told.add(keyOf(fault));
      const found = holdersDiagnostic(fault, spelling, 'warning');
      const related = [{ message: `a window turns here, at ${at}`, origin }];
      return [{ ...found, message: `From ${at} on: ${found.message}`, related }];
    });
  });
  return [
    ...now.map((fault) => holdersDiagnostic(fault, spelling, 'error')),
    ...ahead,
    ...lookAheadCut('Holders of roles', turns, most),
  ];
}

function faultsOf(
  documents: readonly GuardrailsDocument[],
  { platform, resources, instant }: Desired,
): readonly HoldersFault[] {
  const state = { platform, resources, access: buildAccess(platform, resources) };
  return holdersFaults(documents, exceptionsInForce(documents, Date.parse(instant)), state);
}

function keyOf({ rule, scope, fault }: HoldersFault): string {
  return JSON.stringify([rule.name, scope, fault]);
}
