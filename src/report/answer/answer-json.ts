import type { AccessPath } from '../../access/access-path.ts';
import type { DeniedText } from '../../access/denied-texts.ts';
import { hasErrors } from '../../source/diagnostic.ts';
import { diagnosticsList } from '../json/diagnostic-list.ts';
import { type PathJson, pathJson } from '../json/path-json.ts';
import { type ReportEnvelope, reportEnvelope } from '../json/report-envelope.ts';
import { NOTHING_MORE, type ReportContext } from '../report-context.ts';
import type { AccessSource, WhatQuestion, WhoQuestion, WhyQuestion } from './access-source.ts';
import type { MissingAccess } from './missing-access.ts';
import { type ScopeAnswer, whatAnswer } from './what-answer.ts';
import { type PermissionHolder, whoAnswer } from './who-answer.ts';
import { whyAnswer } from './why-answer.ts';
import {
  type BlockedWayJson,
  blockedWayJson,
  type DenialJson,
  denialJson,
  editJson,
  type ProposedEditJson,
} from './why-not-json.ts';

type AskedQuestion<Q> = Q & { readonly organization: string; readonly source: 'desired' | 'live' };

interface AnswerReport<C extends string, Q> extends ReportEnvelope<C, 'ok' | 'error'> {
  readonly question: AskedQuestion<Q>;
  /** What stands in the way; null where there is an answer. */
  readonly missing: MissingAccess | null;
}

export interface WhoReport extends AnswerReport<'who', WhoQuestion> {
  readonly people: readonly HolderJson[];
  /** Who will have it, once accepted. */
  readonly onceAccepted: readonly HolderJson[];
}

interface HolderJson {
  readonly member: string;
  readonly because: PathJson | null;
  /** The texts that it is not held for. */
  readonly except: readonly DeniedText[];
}

export interface WhatReport extends AnswerReport<'what', WhatQuestion> {
  readonly scopes: readonly ScopeJson[];
  /** What is added once the person has accepted. */
  readonly onceAccepted: readonly ScopeJson[];
}

interface ScopeJson {
  readonly scope: string;
  readonly permissions: readonly string[];
  /** The texts that permissions are not held for. */
  readonly except: readonly DeniedText[];
  readonly sameAs: string | null;
  /** Permissions by where they come from; empty where they are those of `sameAs`. */
  readonly from: readonly { readonly permissions: readonly string[]; readonly because: PathJson | null }[];
}

export interface WhyReport extends AnswerReport<'why', WhyQuestion> {
  readonly holds: boolean;
  /** Every minimal path, shortest first. */
  readonly paths: readonly PathJson[];
  /** More paths exist than are listed. */
  readonly cut: boolean;
  /** Where it holds: the texts that it does not hold for. */
  readonly except: readonly DeniedText[];
  /** Where it does not hold: the paths by which it will, once accepted. */
  readonly onceAccepted: readonly PathJson[];
  /** Where it does not hold: what denies it to the person as they are, whether or not anybody gave it. */
  readonly denied: readonly DenialJson[];
  /** Where it does not hold: ways by which somebody gave it, and all that stands in each. */
  readonly takenAway: readonly BlockedWayJson[];
  /** Where it does not hold: edits of the documents that would give it, each tried; null of what is live. */
  readonly edits: readonly ProposedEditJson[] | null;
}

export function whoJson(
  question: WhoQuestion,
  source: AccessSource,
  reportContext: ReportContext = NOTHING_MORE,
): WhoReport {
  const { permission, scope } = question;
  const { people, onceAccepted, missing } = whoAnswer(question, source);
  return {
    ...head('who', { permission, scope }, source, reportContext),
    missing,
    people: people.map((one) => holder(one, source)),
    onceAccepted: onceAccepted.map((one) => holder(one, source)),
  };
}

export function whatJson(
  question: WhatQuestion,
  source: AccessSource,
  reportContext: ReportContext = NOTHING_MORE,
): WhatReport {
  const { member, scope } = question;
  const { scopes, onceAccepted, missing } = whatAnswer(question, source);
  return {
    ...head('what', { member, scope }, source, reportContext),
    missing,
    scopes: scopes.map((one) => scopeJson(one, source)),
    onceAccepted: onceAccepted.map((one) => scopeJson(one, source)),
  };
}

function holder({ member, because, except }: PermissionHolder, source: AccessSource): HolderJson {
  return { member, because: pathOrNull(because, source), except };
}

function scopeJson(
  { scope, permissions, except, sameAs, bundles }: ScopeAnswer,
  source: AccessSource,
): ScopeJson {
  return {
    scope,
    permissions,
    except,
    sameAs,
    from: bundles.map((permissionBundle) => ({
      permissions: permissionBundle.permissions,
      because: pathOrNull(permissionBundle.because, source),
    })),
  };
}

export function whyJson(
  question: WhyQuestion,
  source: AccessSource,
  reportContext: ReportContext = NOTHING_MORE,
): WhyReport {
  const { member, permission, scope } = question;
  const answer = whyAnswer(question, source);
  const { paths, cut, except, onceAccepted, missing, denied, takenAway, edits } = answer;
  return {
    ...head('why', { member, permission, scope }, source, reportContext),
    missing,
    holds: paths.length > 0,
    paths: paths.map((accessPath) => pathJson(accessPath, source.spelling)),
    cut,
    except,
    onceAccepted: onceAccepted.map((accessPath) => pathJson(accessPath, source.spelling)),
    denied: denied.map((deny) => denialJson(deny, source)),
    takenAway: takenAway.map((way) => blockedWayJson(way, question, source)),
    edits: edits === null ? null : edits.map((edit) => editJson(edit, source)),
  };
}

function head<C extends string, Q>(
  command: C,
  question: Q,
  { organization, source }: AccessSource,
  { diagnostics = [] }: ReportContext,
) {
  return {
    ...reportEnvelope(
      command,
      hasErrors(diagnostics) ? ('error' as const) : ('ok' as const),
      diagnosticsList(diagnostics),
    ),
    question: { organization, source, ...question },
  };
}

function pathOrNull(path: AccessPath | null, { spelling }: AccessSource): PathJson | null {
  return path === null ? null : pathJson(path, spelling);
}
