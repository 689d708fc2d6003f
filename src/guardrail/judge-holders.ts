import type { EffectiveAccess } from '../access/effective-access.ts';
import { membersWithAllOf } from '../access/equivalent-roles.ts';
import { namesScope } from '../compile/named-subjects.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { GuardrailsDocument, WrittenException, WrittenHolders } from '../policy/guardrails-document.ts';
import type { MemberId, ScopePath } from '../resource/identifiers.ts';
import { modelOf } from '../resource/organization-model.ts';
import type { Resource } from '../resource/resource.ts';
import type { Spelling } from '../resource/spelling.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { quote } from '../source/quote.ts';

/** One state of an organization, and who can do what in it. */
export interface HeldState {
  readonly platform: PlatformDefinition;
  readonly resources: readonly Resource[];
  readonly access: EffectiveAccess;
}

/** A rule of `holders` that a state does not keep on one scope. */
export interface HoldersFault {
  readonly rule: WrittenHolders;
  readonly scope: ScopePath;
  readonly people: ReadonlySet<MemberId>;
  readonly fault: 'too-few' | 'too-many';
}

/**
 * Who can do all that a role gives is a holder, by whichever ways: through groups, by another role. Only active people can
 * do anything, so who is invited does not count.
 */
export function holdersFaults(
  documents: readonly GuardrailsDocument[],
  exceptions: readonly WrittenException[],
  state: HeldState,
): readonly HoldersFault[] {
  return documents.flatMap(({ holders }) =>
    holders
      .filter(({ name }) => !exceptions.some((one) => one.holders.some(({ value }) => value === name)))
      .flatMap((rule) => faultsOf(rule, state)),
  );
}

function faultsOf(rule: WrittenHolders, { platform, resources, access }: HeldState): readonly HoldersFault[] {
  return modelOf(resources)
    .all('scope')
    .flatMap(({ attributes: { path } }): readonly HoldersFault[] => {
      if (!rule.on.some((written) => namesScope(written, path))) return [];
      const people = membersWithAllOf(rule.role.value, platform, resources, access, path);
      if (rule.minimum !== null && people.size < rule.minimum)
        return [{ rule, scope: path, people, fault: 'too-few' }];
      if (rule.maximum !== null && people.size > rule.maximum)
        return [{ rule, scope: path, people, fault: 'too-many' }];
      return [];
    });
}

/**
 * What a change does worse than it was: an organization that is beyond a bound already must be able to get anywhere at all.
 * Reports `holders`, a warning in a plan, with which an apply is refused.
 */
export function judgeHolders(
  documents: readonly GuardrailsDocument[],
  exceptions: readonly WrittenException[],
  before: HeldState,
  after: HeldState,
  spelling: Spelling,
): readonly Diagnostic[] {
  if (documents.every(({ holders }) => holders.length === 0)) return [];
  return holdersFaults(documents, exceptions, after)
    .filter(({ rule, scope, people, fault }) => {
      const { role } = rule;
      const had = membersWithAllOf(role.value, before.platform, before.resources, before.access, scope);
      return fault === 'too-few' ? people.size < had.size : people.size > had.size;
    })
    .map((fault) => holdersDiagnostic(fault, spelling, 'warning'));
}

export function holdersDiagnostic(
  { rule, scope, people, fault }: HoldersFault,
  spelling: Spelling,
  severity: Diagnostic['severity'],
): Diagnostic {
  const { name, role, minimum, maximum, origin } = rule;
  const named = [...people].sort().slice(0, 5).map(spelling);
  const who = people.size === 0 ? 'nobody' : `${named.join(', ')}${people.size > 5 ? ' and others' : ''}`;
  const bound = fault === 'too-few' ? `at least ${minimum}` : `at most ${maximum}`;
  const message = `${quote(name)} asks for ${bound} who can do on ${scope} all that ${role.value} gives; it would be ${people.size}: ${who}.`;
  const hint =
    fault === 'too-few'
      ? `Give ${role.value} to more people who are active, or write an exception with \`holders\`.`
      : `Take ${role.value} from somebody, or write an exception with \`holders\`.`;
  return diagnostic('holders', message, origin, { severity, hint });
}
