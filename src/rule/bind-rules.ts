import type { Desired } from '../compile/desired.ts';
import { daysOf, exceptionState } from '../compile/exception-in-force.ts';
import { KnownSubjects, unknownName, unknownOrganizations, wholeSides } from '../compile/known-subjects.ts';
import { patternsOf } from '../platform/expand-pattern.ts';
import { permissionsMatching } from '../platform/permission-pattern.ts';
import type { Written } from '../policy/document-types.ts';
import type {
  RulesDocument,
  WrittenAcknowledgement,
  WrittenDriftAcknowledgement,
  WrittenRule,
} from '../policy/rules-document.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { didYouMean } from '../source/did-you-mean.ts';
import { quote } from '../source/quote.ts';
import type { BuiltInRule } from './built-in-rule.ts';
import { BUILT_IN_RULES } from './built-in-rules.ts';
import { CUSTOM_RULE } from './custom/custom-rule-keys.ts';
import { contradiction, isCustomRule } from './custom/written-custom-rule.ts';
import type { ParameterKind } from './rule-parameter.ts';

/** Null for a rule that does not come with Bylaw. */
export function builtInNamed(wanted: string): BuiltInRule | null {
  return BUILT_IN_RULES.find(({ name }) => name === wanted) ?? null;
}

export function builtInOf({ rule }: Pick<WrittenRule, 'rule'>): BuiltInRule | null {
  return builtInNamed(rule.value);
}

/**
 * What is wrong with rules as written: keys that are not of the rule, names that nothing has in any of the organizations
 * that the document speaks of, and acknowledgements that are too long, over, or of no rule. Codes: `unknown-key`,
 * `missing-key`, `unknown-organization`, `unknown-permission` and its like, `unknown-rule`, `acknowledgement-too-long`, and as a warning
 * `acknowledgement-over`.
 */
export function bindRules(
  documents: readonly RulesDocument[],
  declared: readonly string[],
  connected: readonly string[],
  compiled: readonly Desired[],
  instant: string,
): readonly Diagnostic[] {
  const now = Date.parse(instant);
  const names = documents.flatMap(({ rules }) => rules.map(({ name }) => name));
  return documents.flatMap((document) => {
    const sides = wholeSides(document, declared, connected, compiled);
    const known = sides === null ? null : new KnownSubjects(sides);
    return [
      ...unknownOrganizations(document, 'Rules are', declared, connected),
      ...document.rules.flatMap((rule) => boundRule(rule, known)),
      ...document.acknowledged.flatMap((one) => boundAcknowledgement(one, document, names, now)),
      ...document.acknowledgedDrift.flatMap((one) => boundEnd(one, document, now)),
    ];
  });
}

/** What can be written of the rule; null for one that there is not, of which the schema has told. */
function keysOf(written: WrittenRule): Pick<BuiltInRule, 'name' | 'why' | 'parameters' | 'needs'> | null {
  return isCustomRule(written) ? CUSTOM_RULE : builtInOf(written);
}

function boundRule(written: WrittenRule, known: KnownSubjects | null): readonly Diagnostic[] {
  const rule = keysOf(written);
  if (rule === null) return [];
  const keys = Object.keys(rule.parameters);
  const found = isCustomRule(written) ? [...contradiction(written)] : [];
  for (const [key, { origin }] of written.parameters) {
    if (keys.includes(key)) continue;
    const message = `${quote(key)} is no key of the rule ${rule.name}.`;
    const hint = didYouMean(key, keys) ?? `It has: ${keys.length === 0 ? 'none' : keys.join(', ')}.`;
    found.push(diagnostic('unknown-key', message, origin, { hint }));
  }
  if (rule.needs?.every((key) => !written.parameters.has(key)) === true) {
    const message = `The rule ${quote(written.name)} has none of ${rule.needs.join(', ')}, without which it says nothing.`;
    found.push(diagnostic('missing-key', message, written.origin, { hint: rule.why }));
  }
  for (const [key, { isRequired, description, kind }] of Object.entries(rule.parameters)) {
    const given = written.parameters.get(key);
    if (given === undefined) {
      if (isRequired !== true) continue;
      const message = `The rule ${quote(written.name)} has no \`${key}\`, without which it says nothing.`;
      found.push(diagnostic('missing-key', message, written.origin, { hint: description }));
    } else if (known !== null) {
      for (const text of given.texts) found.push(...unknownIn(kind, text, known));
      if (kind === 'owners')
        for (const [, owners] of given.entries) found.push(...unknownOwners(owners, known));
    }
  }
  return found;
}

/** Owners who are neither people nor groups of any of the organizations. Code: `unknown-member`. */
function unknownOwners(owners: readonly Written<string>[], known: KnownSubjects): readonly Diagnostic[] {
  return owners
    .filter((owner) => !known.isMember(owner) && !known.isGroup(owner))
    .map((owner) =>
      unknownName('unknown-member', 'member or group', owner, [...known.members, ...known.groups]),
    );
}

function unknownIn(
  kind: ParameterKind,
  written: Written<string>,
  known: KnownSubjects,
): readonly Diagnostic[] {
  switch (kind) {
    case 'permissions': {
      const catalogues = [...known.platforms].map(({ permissions }) => permissions);
      if (catalogues.some((one) => permissionsMatching(written.value, one).length > 0)) return [];
      return [unknownName('unknown-permission', 'permission', written, catalogues.flatMap(patternsOf))];
    }
    case 'roles':
      return known.isRole(written) ? [] : [unknownName('unknown-role', 'role', written, known.roles)];
    case 'members':
      return known.isMember(written) ? [] : [unknownName('unknown-member', 'member', written, known.members)];
    case 'groups':
      return known.isGroup(written) ? [] : [unknownName('unknown-group', 'group', written, known.groups)];
    case 'scopes':
      return known.isScope(written) ? [] : [unknownName('unknown-scope', 'scope', written, known.scopes)];
    case 'domains':
    case 'names':
    case 'owners':
    case 'count':
    case 'choice':
    case 'expression':
    case 'milliseconds':
      return [];
  }
}

function boundAcknowledgement(
  one: WrittenAcknowledgement,
  document: RulesDocument,
  rules: readonly string[],
  now: number,
): readonly Diagnostic[] {
  const { rule } = one;
  const isUnknown = rule !== null && !rules.includes(rule.value);
  const unknown = isUnknown ? [unknownName('unknown-rule', 'rule', rule, rules)] : [];
  return [...unknown, ...boundEnd(one, document, now)];
}

/** That it is over, or lasts longer than the document lets any last. */
function boundEnd(
  one: WrittenAcknowledgement | WrittenDriftAcknowledgement,
  { longestAcknowledgement: longest }: RulesDocument,
  now: number,
): readonly Diagnostic[] {
  const { name, origin, window } = one;
  const place = window.until?.origin ?? origin;
  if (exceptionState(one, now) === 'over') {
    const message = `The acknowledgement ${quote(name)} has ended, and holds for nothing any more.`;
    return [diagnostic('acknowledgement-over', message, place)];
  }
  const days = daysOf(one, now);
  if (longest === null || days === null || days <= longest) return [];
  const message = `The acknowledgement ${quote(name)} lasts ${days} days; acknowledgements may last ${longest}.`;
  return [diagnostic('acknowledgement-too-long', message, place)];
}
