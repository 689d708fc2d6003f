import { buildAccess } from '../access/build-access.ts';
import { withMemberSources } from '../access/explain/member-sources.ts';
import { compileWithoutBounds } from '../compile/compile.ts';
import type { Desired } from '../compile/desired.ts';
import { wholeSnapshot } from '../connector/whole-snapshot.ts';
import { expandPattern } from '../platform/expand-pattern.ts';
import { permissionNamed } from '../platform/permission-instances.ts';
import type { AccessSource, WrittenSide } from '../report/answer/access-source.ts';
import { whatJson, whoJson, whyJson } from '../report/answer/answer-json.ts';
import { whatMarkdown, whoMarkdown, whyMarkdown } from '../report/answer/answer-markdown.ts';
import { whatText, whoText, whyText } from '../report/answer/answer-text.ts';
import { memberId, scopeChain } from '../resource/identifiers.ts';
import { modelOf } from '../resource/organization-model.ts';
import type { Resource, Snapshot } from '../resource/resource.ts';
import { type Spelling, spellingOf } from '../resource/spelling.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { nearest } from '../source/did-you-mean.ts';
import { known } from '../source/known.ts';
import { failure, type Outcome, outcome, success } from '../source/outcome.ts';
import { EditTrials } from '../workspace/edit-trial.ts';
import type { Command, CommandContext } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { failCommand, showResult } from './output.ts';
import { openLiveReader } from './session/open-connection.ts';
import { openSession, type Session } from './session/session.ts';

/** `bylaw access who PERMISSION SCOPE`, `what MEMBER [SCOPE]`, `why MEMBER PERMISSION SCOPE`. */
const QUESTIONS = {
  who: { usage: 'who PERMISSION SCOPE', least: 2, most: 2 },
  what: { usage: 'what MEMBER [SCOPE]', least: 1, most: 2 },
  why: { usage: 'why MEMBER PERMISSION SCOPE', least: 3, most: 3 },
} as const;

type QuestionName = keyof typeof QUESTIONS;

type AccessFormat = 'markdown' | 'json';

export const access: Command<AccessFormat> = {
  name: 'access',
  usage: 'who PERMISSION SCOPE | what MEMBER [SCOPE] | why MEMBER PERMISSION SCOPE',
  options: ['workspace', 'live', 'url', 'no-cache', 'at', 'organization'],
  formats: ['text', 'markdown', 'json'],
  async run(context) {
    const [name, ...words] = context.args.positionals;
    const question = questionOf(name, words);
    if (!question.ok) return failCommand(context, 'access', question.diagnostics);
    const session = openSession(context, 'all');
    if (!session.ok) return failCommand(context, 'access', session.diagnostics);
    const desired = organizationOf(context, session.value, question.value.scope);
    if (!desired.ok) return failCommand(context, 'access', desired.diagnostics);
    const side = await sideFor(context, session.value, desired.value);
    context.console.progress(null);
    if (!side.ok) return failCommand(context, 'access', side.diagnostics);
    const bound = bind(question.value, desired.value, side.value.resources);
    if (!bound.ok) return failCommand(context, 'access', bound.diagnostics);
    return answer(
      context,
      bound.value,
      sourceOf(context, session.value, desired.value, side.value),
      session.value.diagnostics,
    );
  },
};

interface Question {
  readonly name: QuestionName;
  readonly member: string | null;
  readonly permission: string | null;
  readonly scope: string | null;
}

function questionOf(name: string | undefined, words: readonly string[]): Outcome<Question> {
  const known = Object.keys(QUESTIONS) as QuestionName[];
  const kind = known.find((candidate) => candidate === name);
  if (kind === undefined) {
    const close = name === undefined ? null : nearest(name, known);
    const said =
      name === undefined ? 'Ask who, what or why.' : `There is no question ${JSON.stringify(name)}.`;
    const hint = close === null ? `Usage: bylaw access ${access.usage}` : `Did you mean ${close}?`;
    return failure(diagnostic('usage', said, null, { hint }));
  }
  const { usage, least, most } = QUESTIONS[kind];
  if (words.length < least || words.length > most) {
    const message = `bylaw access ${kind} takes ${usage.slice(kind.length + 1)}.`;
    return failure(diagnostic('usage', message, null));
  }
  const [first = null, second = null, third = null] = words;
  switch (kind) {
    case 'who':
      return success({ name: kind, member: null, permission: first, scope: second });
    case 'what':
      return success({ name: kind, member: first, permission: null, scope: second });
    case 'why':
      return success({ name: kind, member: first, permission: second, scope: third });
  }
}

/** A scope path begins with its organization; without one, the only organization there is. */
function organizationOf({ args }: CommandContext, session: Session, scope: string | null): Outcome<Desired> {
  const { organizations } = session.workspace;
  const names = organizations.map((desired) => desired.organization);
  const name =
    scope?.split('/')[0] ?? args.text('organization') ?? (names.length === 1 ? names[0] : undefined);
  if (name === undefined) {
    const hint = `Give --organization, one of ${names.join(', ')}.`;
    return failure(diagnostic('usage', 'Which organization is meant?', null, { hint }));
  }
  const found = organizations.find((desired) => desired.organization === name);
  if (found !== undefined) return success(found);
  const close = nearest(name, names);
  const hint = close === null ? `Declared: ${names.join(', ')}.` : `Did you mean ${close}?`;
  return failure(
    diagnostic('unknown-organization', `There is no organization ${JSON.stringify(name)}.`, null, { hint }),
  );
}

/** What is asked about: the documents, or what is live. */
type AskedSide = Pick<Snapshot, 'resources' | 'membersFrom'>;

async function sideFor(
  context: CommandContext<AccessFormat>,
  session: Session,
  desired: Desired,
): Promise<Outcome<AskedSide>> {
  if (!context.args.flag('live')) return success({ resources: desired.resources });
  const reader = openLiveReader(session.live, desired);
  if (!reader.ok) return reader;
  return wholeSnapshot(await reader.value.read());
}

/** Words bound to what there is: a misspelt permission or scope is an error, not a "no". */
function bind(question: Question, desired: Desired, resources: readonly Resource[]): Outcome<Question> {
  const { platform } = desired;
  const diagnostics: Diagnostic[] = [];
  const { permission, scope } = question;
  if (permission !== null && permissionNamed(platform, permission) === undefined) {
    const matches = expandPattern(permission, platform.permissions);
    const close = nearest(permission, [...platform.permissions.keys()]);
    const hint =
      matches.length > 0
        ? `Ask for one of ${matches.join(', ')}.`
        : close === null
          ? null
          : `Did you mean ${close}?`;
    const message = `${platform.title} has no permission ${JSON.stringify(permission)}.`;
    diagnostics.push(diagnostic('unknown-permission', message, null, { hint }));
  }
  const scopes = modelOf(resources)
    .all('scope')
    .map((s) => s.attributes.path);
  if (scope !== null && !scopes.includes(scope)) {
    const close = nearest(scope, scopes) ?? scopeChain(scope).find((above) => scopes.includes(above)) ?? null;
    const hint = close === null ? null : `Did you mean ${close}?`;
    diagnostics.push(
      diagnostic('unknown-scope', `There is no scope ${JSON.stringify(scope)}.`, null, { hint }),
    );
  }
  const member = question.member === null ? null : memberId(question.member, platform.members.compare);
  return outcome({ ...question, member }, diagnostics);
}

function sourceOf(
  context: CommandContext,
  session: Session,
  desired: Desired,
  { resources, membersFrom }: AskedSide,
): AccessSource {
  const spelling = spellingOf(desired, { resources });
  return {
    organization: desired.organization,
    source: context.args.flag('live') ? 'live' : 'desired',
    access: withMemberSources(buildAccess(desired.platform, resources), membersFrom),
    platform: desired.platform,
    resources,
    membersFrom,
    spelling,
    documents: context.args.flag('live') ? undefined : writtenSide(session, desired, spelling),
  };
}

/** The documents that an answer looks into where it is no. */
function writtenSide({ workspace }: Session, desired: Desired, spelling: Spelling): WrittenSide | undefined {
  const document = workspace.documents.find(({ name }) => name === desired.organization);
  if (document === undefined) return undefined;
  const trials = new EditTrials(workspace, desired, document);
  return {
    ruledOut: desired.ruledOut,
    without: (bounds) => compileWithoutBounds(document, desired, bounds),
    trial: {
      organization: desired.organization,
      keyOf: spelling,
      files: () => trials.files(),
      compiled: (texts) => trials.compiled(texts),
    },
  };
}

async function answer(
  context: CommandContext<AccessFormat>,
  { name, member, permission, scope }: Question,
  source: AccessSource,
  diagnostics: readonly Diagnostic[],
): Promise<ExitCode> {
  const extras = { diagnostics };
  const asked = (word: string | null): string => known(word, `a word of the question ${name}`);
  switch (name) {
    case 'who': {
      const who = { permission: asked(permission), scope: asked(scope) };
      await showResult(context, {
        text: (style) => whoText(who, source, style, extras),
        markdown: () => whoMarkdown(who, source, extras),
        json: () => whoJson(who, source, extras),
      });
      return EXIT.clean;
    }
    case 'what': {
      const what = { member: asked(member), scope };
      await showResult(context, {
        text: (style) => whatText(what, source, style, extras),
        markdown: () => whatMarkdown(what, source, extras),
        json: () => whatJson(what, source, extras),
      });
      return EXIT.clean;
    }
    case 'why': {
      const why = { member: asked(member), permission: asked(permission), scope: asked(scope) };
      await showResult(context, {
        text: (style) => whyText(why, source, style, extras),
        markdown: () => whyMarkdown(why, source, extras),
        json: () => whyJson(why, source, extras),
      });
      return EXIT.clean;
    }
  }
}
