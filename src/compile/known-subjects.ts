import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { Written } from '../policy/document-types.ts';
import { modelOf } from '../resource/organization-model.ts';
import { groupPathOf } from '../resource/resource.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { didYouMean } from '../source/did-you-mean.ts';
import { isPattern, matchesText } from '../source/name-pattern.ts';
import { quote } from '../source/quote.ts';
import type { Desired } from './desired.ts';
import { namesGroup, namesMember, namesScope } from './named-subjects.ts';

/** Every name that documents over several organizations may use: guard rails, and rules. */
export class KnownSubjects {
  readonly members: readonly string[];
  readonly groups: readonly string[];
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly platforms: ReadonlySet<PlatformDefinition>;
  readonly #sides: readonly Desired[];

  constructor(sides: readonly Desired[]) {
    this.#sides = sides;
    const models = sides.map(({ resources }) => modelOf(resources));
    this.members = models.flatMap((model) => model.all('member').map((r) => r.attributes.display));
    this.groups = models.flatMap((model) => model.all('group').map(groupPathOf));
    this.scopes = models.flatMap((model) => model.all('scope').map((r) => r.attributes.path));
    this.platforms = new Set(sides.map(({ platform }) => platform));
    this.roles = [
      ...sides.flatMap(({ platform }) => [...platform.roles.keys()]),
      ...models.flatMap((model) => model.all('role').map((r) => r.attributes.name)),
    ];
  }

  isMember(written: Written<string>): boolean {
    return this.#sides.some(({ platform, resources }) =>
      modelOf(resources)
        .all('member')
        .some(({ attributes }) => namesMember(written, attributes.member, platform)),
    );
  }

  isGroup(written: Written<string>): boolean {
    return this.groups.some((path) => namesGroup(written, path));
  }

  isRole({ value }: Written<string>): boolean {
    return this.roles.some((role) => (isPattern(value) ? matchesText(value, role) : value === role));
  }

  isScope(written: Written<string>): boolean {
    return this.scopes.some((path) => namesScope(written, path));
  }
}

/** A document that says which organizations it speaks of. */
export interface SpeaksOf {
  readonly organizations: readonly Written<string>[];
}

export function speaksOf({ organizations }: SpeaksOf, organization: string): boolean {
  return organizations.some(({ value }) => matchesText(value, organization));
}

/** Organizations that nobody declares or connects. Code: `unknown-organization`. `what`: `Guard rails are`. */
export function unknownOrganizations(
  { organizations }: SpeaksOf,
  what: string,
  declared: readonly string[],
  connected: readonly string[],
): readonly Diagnostic[] {
  return organizations
    .filter(({ value }) => ![...declared, ...connected].some((name) => matchesText(value, name)))
    .map(({ value, origin }) => {
      const message = isPattern(value)
        ? `The pattern ${quote(value)} matches no organization.`
        : `${what} written for ${quote(value)}, an organization that no document declares.`;
      return diagnostic('unknown-organization', message, origin, { hint: didYouMean(value, declared) });
    });
}

/**
 * The organizations in which the names of a document are looked up; null where that cannot be done: what is wrong with one
 * that does not compile has been told, and who is in another shard is known there.
 */
export function wholeSides(
  document: SpeaksOf,
  declared: readonly string[],
  connected: readonly string[],
  compiled: readonly Desired[],
): readonly Desired[] | null {
  const meant = declared.filter((name) => speaksOf(document, name));
  const sides = compiled.filter(({ organization }) => meant.includes(organization));
  const elsewhere = connected.some((name) => !declared.includes(name) && speaksOf(document, name));
  return sides.length === meant.length && sides.length > 0 && !elsewhere ? sides : null;
}

type UnknownCode =
  | 'unknown-member'
  | 'unknown-group'
  | 'unknown-role'
  | 'unknown-scope'
  | 'unknown-permission'
  | 'unknown-holders'
  | 'unknown-rule';

/** A name, or a pattern, that nothing has. */
export function unknownName(
  code: UnknownCode,
  what: string,
  { value, origin }: Written<string>,
  known: Iterable<string>,
): Diagnostic {
  const message = isPattern(value)
    ? `The pattern ${quote(value)} matches no ${what}.`
    : `No ${what} is called ${quote(value)}.`;
  return diagnostic(code, message, origin, { hint: didYouMean(value, known) });
}
