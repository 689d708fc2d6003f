import type { AssertionResult } from '../assertion/asserted-access.ts';
import { noNewAccess, noOutsiders, onlyAllowed } from '../assertion/assertions.ts';
import { bindAllowed } from '../assertion/bind-allowed.ts';
import { type OrganizationVersion, sidesOf } from '../diff/organization-sides.ts';
import {
  type AssertionReportFacts,
  countOf,
  findingDiagnostics,
  unreadDiagnostics,
} from '../report/assertion/assertion-findings.ts';
import {
  assertionJson,
  assertionJunit,
  assertionMarkdown,
  assertionText,
} from '../report/assertion/assertion-reports.ts';
import { scopeChain } from '../resource/identifiers.ts';
import { diagnostic } from '../source/diagnostic.ts';
import { didYouMean, nearest } from '../source/did-you-mean.ts';
import { known } from '../source/known.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { quote } from '../source/quote.ts';
import { weakeningsSince } from './based/weakenings-since.ts';
import type { Command, CommandContext } from './command.ts';
import { EXIT } from './exit.ts';
import type { OptionName } from './options.ts';
import { failCommand, showResult } from './output.ts';
import { baseFrom } from './session/base-option.ts';
import { openSession, type Session } from './session/session.ts';

type AssertedFacts = Outcome<Omit<AssertionReportFacts, 'name'>>;

type Assert = (
  context: CommandContext,
  session: Session,
  words: readonly string[],
) => AssertedFacts | Promise<AssertedFacts>;

/** Each with the options that are its own. */
const ASSERTIONS: Readonly<
  Record<string, { readonly assert: Assert; readonly options: readonly OptionName[] }>
> = {
  'no-new-access': { assert: assertNoNewAccess, options: ['base', 'two-dot'] },
  only: { assert: assertOnly, options: ['on', 'for'] },
  'no-weakening': { assert: assertNoWeakening, options: ['base', 'two-dot'] },
  'no-outsiders': { assert: assertNoOutsiders, options: ['domain'] },
};

export const assert: Command<'markdown' | 'json' | 'sarif' | 'junit'> = {
  name: 'assert',
  usage:
    'no-new-access --base REVISION [ORGANIZATION…] | no-weakening --base REVISION [ORGANIZATION…] | only PERMISSION --on SCOPE --for WHOM | no-outsiders [--domain NAME] [ORGANIZATION…]',
  options: ['workspace', 'base', 'two-dot', 'on', 'for', 'domain', 'now', 'at'],
  formats: ['text', 'markdown', 'json', 'sarif', 'junit'],
  async run(context) {
    const [name = '', ...words] = context.args.positionals;
    const asked = assertionNamed(context, name);
    if (!asked.ok) return failCommand(context, 'assert', asked.diagnostics);
    const session = openSession(context, 'all', { basis: 'written' });
    if (!session.ok) return failCommand(context, 'assert', session.diagnostics);
    const found = await asked.value(context, session.value, words);
    if (!found.ok) return failCommand(context, 'assert', found.diagnostics);
    const facts: AssertionReportFacts = { name, ...found.value };
    const { diagnostics } = session.value;
    await showResult(context, {
      text: (style) => assertionText(facts, style, diagnostics),
      markdown: () => assertionMarkdown(facts, diagnostics),
      json: () => assertionJson(facts, diagnostics),
      sarif: () => [...diagnostics, ...findingDiagnostics(facts)],
      junit: () => assertionJunit(facts, diagnostics),
    });
    if (unreadDiagnostics(facts).length > 0) return EXIT.error;
    return countOf(facts) === 0 ? EXIT.clean : EXIT.changes;
  },
};

/** Fails with usage: also where an option is given that another assertion looks at, for it would be looked at by nobody. */
function assertionNamed({ args }: CommandContext, name: string): Outcome<Assert> {
  const found = Object.hasOwn(ASSERTIONS, name) ? ASSERTIONS[name] : undefined;
  const names = Object.keys(ASSERTIONS);
  if (found === undefined) {
    const message = name === '' ? 'Nothing is asserted.' : `There is no assertion ${quote(name)}.`;
    const hint = didYouMean(name, names) ?? `There are ${names.join(', ')}.`;
    return failure(diagnostic('usage', message, null, { hint }));
  }
  const all = Object.values(ASSERTIONS).flatMap(({ options }) => options);
  const foreign = all.find(
    (option) =>
      !found.options.includes(option) &&
      (args.flag(option) || args.text(option) !== null || args.texts(option).length > 0),
  );
  if (foreign === undefined) return success(found.assert);
  return failure(diagnostic('usage', `bylaw assert ${name} does not take --${foreign}.`, null));
}

function assertNoNewAccess(
  context: CommandContext,
  session: Session,
  words: readonly string[],
): AssertedFacts {
  const base = baseFrom(context, session);
  if (!base.ok) return base;
  const sides = sidesOf(base.value.workspace, session.workspace);
  const chosen = chosenOf(
    words,
    sides.map(({ organization }) => organization),
  );
  if (!chosen.ok) return chosen;
  const results = sides
    .filter(({ organization }) => chosen.value.includes(organization))
    .map((one) => noNewAccess(one, isAhead(context)));
  return success({ code: 'new-access', results, weakenings: [], organizations: chosen.value });
}

async function assertNoWeakening(
  context: CommandContext,
  session: Session,
  words: readonly string[],
): Promise<AssertedFacts> {
  const base = baseFrom(context, session);
  if (!base.ok) return base;
  const { workspace } = session;
  const old = base.value.workspace;
  const chosen = chosenOf(
    words,
    sidesOf(old, workspace).map(({ organization }) => organization),
  );
  if (!chosen.ok) return chosen;
  const weakenings = await weakeningsSince(old, workspace, chosen.value);
  if (!weakenings.ok) return weakenings;
  return success({
    code: 'new-access',
    results: [],
    weakenings: weakenings.value,
    organizations: chosen.value,
  });
}

function assertNoOutsiders(
  context: CommandContext,
  session: Session,
  words: readonly string[],
): AssertedFacts {
  const versions = versionsOf(session);
  const chosen = chosenOf(words, [...versions.keys()]);
  if (!chosen.ok) return chosen;
  const domains = context.args.texts('domain').map((domain) => domain.toLowerCase());
  const wrong = domains.find((domain) => !/^[^@\s*]+\.[^@\s*]+$/.test(domain));
  if (wrong !== undefined) {
    const hint = 'Write it as it stands behind the @: --domain acme.example';
    return failure(diagnostic('invalid-value', `--domain ${quote(wrong)} is no domain.`, null, { hint }));
  }
  const results: AssertionResult[] = [];
  for (const name of chosen.value) {
    const version = known(versions.get(name), 'an organization that was chosen');
    const { platform } = version.desired;
    if (domains.length > 0 && platform.members.key !== 'email') {
      const message = `People of ${name} are known by names and not by addresses: nobody can say of which domain they are.`;
      return failure(
        diagnostic('usage', message, null, { hint: 'Leave --domain out, or name the organizations.' }),
      );
    }
    results.push(noOutsiders(version, domains, isAhead(context)));
  }
  return success({ code: 'outsider-access', results, weakenings: [], organizations: chosen.value });
}

function assertOnly(context: CommandContext, session: Session, words: readonly string[]): AssertedFacts {
  const [permission, ...more] = words;
  const [scopes, people] = [context.args.texts('on'), context.args.texts('for')];
  if (permission === undefined || more.length > 0 || scopes.length === 0 || people.length === 0) {
    const hint =
      'bylaw assert only PERMISSION --on SCOPE --for ana@acme.example --for group:admins; --for nobody allows it to nobody.';
    return failure(
      diagnostic('usage', 'A permission, a scope and those who may have it are to be given.', null, { hint }),
    );
  }
  const versions = versionsOf(session);
  const names = [...new Set(scopes.map((scope) => scopeChain(scope).at(-1) ?? scope))];
  if (names.length > 1) {
    const message = 'Scopes of one organization at a time: people and permissions are of one.';
    return failure(diagnostic('usage', message, null, { hint: 'Run the command once for each.' }));
  }
  const name = known(names[0], 'the organization of a scope');
  const version = versions.get(name);
  if (version === undefined) {
    const close = nearest(name, versions.keys());
    const hint = close === null ? `Declared: ${[...versions.keys()].join(', ')}.` : `Did you mean ${close}?`;
    return failure(
      diagnostic('unknown-scope', `There is no scope ${quote(known(scopes[0], 'a scope'))}.`, null, { hint }),
    );
  }
  const allowed = bindAllowed({ permission, scopes, people }, version.desired);
  if (!allowed.ok) return allowed;
  const results = [onlyAllowed(version, allowed.value, isAhead(context))];
  return success({ code: 'access-not-allowed', results, weakenings: [], organizations: [name] });
}

function isAhead({ args }: CommandContext): boolean {
  return !args.flag('now');
}

function versionsOf({ workspace }: Session): ReadonlyMap<string, OrganizationVersion> {
  return new Map(
    sidesOf(null, workspace).flatMap(({ organization, after }) =>
      after === null ? [] : [[organization, after]],
    ),
  );
}

/** All where none is named. Fails with unknown-organization; and with no-documents, for of nothing everything holds. */
function chosenOf(words: readonly string[], names: readonly string[]): Outcome<readonly string[]> {
  if (names.length === 0)
    return failure(
      diagnostic('no-documents', 'No document declares an organization: there is nothing to look at.', null),
    );
  const unknown = words.filter((word) => !names.includes(word));
  if (unknown.length === 0) return success(words.length === 0 ? names : [...new Set(words)]);
  return failure(
    unknown.map((word) => {
      const hint = didYouMean(word, names) ?? `Declared: ${names.join(', ')}.`;
      return diagnostic(
        'unknown-organization',
        `No document declares the organization ${quote(word)}.`,
        null,
        { hint },
      );
    }),
  );
}
