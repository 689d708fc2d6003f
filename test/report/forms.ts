import { whatJson, whoJson, whyJson } from '../../src/report/answer/answer-json.ts';
import { whatMarkdown, whoMarkdown, whyMarkdown } from '../../src/report/answer/answer-markdown.ts';
import { whatText, whoText, whyText } from '../../src/report/answer/answer-text.ts';
import { appliedJson } from '../../src/report/apply/apply-json.ts';
import { appliedMarkdown } from '../../src/report/apply/apply-markdown.ts';
import { appliedText } from '../../src/report/apply/apply-text.ts';
import { checkJson } from '../../src/report/check/check-json.ts';
import { checkMarkdown } from '../../src/report/check/check-markdown.ts';
import { checkText } from '../../src/report/check/check-text.ts';
import { diagnosticsJson } from '../../src/report/diagnostics/diagnostics-json.ts';
import { diagnosticsMarkdown } from '../../src/report/diagnostics/diagnostics-markdown.ts';
import { diagnosticsText } from '../../src/report/diagnostics/diagnostics-text.ts';
import { driftJson } from '../../src/report/drift/drift-json.ts';
import { driftMarkdown } from '../../src/report/drift/drift-markdown.ts';
import { driftText } from '../../src/report/drift/drift-text.ts';
import { failedExpectations } from '../../src/report/expectation/expectation-diagnostics.ts';
import type { ReportEnvelope, ReportResult } from '../../src/report/json/report-envelope.ts';
import { planJson } from '../../src/report/plan/plan-json.ts';
import { planMarkdown } from '../../src/report/plan/plan-markdown.ts';
import { planText } from '../../src/report/plan/plan-text.ts';
import { NOTHING_MORE, type PlanReportContext } from '../../src/report/report-context.ts';
import type { Style } from '../../src/report/text/text-style.ts';
import {
  acme,
  applied,
  beta,
  costly,
  diagnostics,
  driftEntry,
  examined,
  examinedLive,
  notes,
  sourceOf,
  still,
  terraform,
} from './scene.ts';

/** One subject in its three forms. */
export interface Forms {
  readonly name: string;
  readonly text: (style: Style) => string;
  readonly markdown: () => string;
  readonly json: () => ReportEnvelope<string, ReportResult>;
}

const shuffled = <T>(list: readonly T[]): readonly T[] => [...list].reverse();

/** Every subject; `turn` reorders whatever has no order of its own. */
export function everySubject(
  turn: <T>(list: readonly T[]) => readonly T[] = (list) => list,
): readonly Forms[] {
  const found = { diagnostics: turn(notes), examined: [] };
  const plan = (
    name: string,
    plans: readonly (typeof acme)[],
    extras: PlanReportContext = NOTHING_MORE,
  ): Forms => ({
    name,
    text: (style) => planText(turn(plans), style, extras),
    markdown: () => planMarkdown(turn(plans), extras),
    json: () => planJson(turn(plans), extras),
  });
  const drifted = [acme, beta, still].map((one) => {
    const { findings, ...entry } = driftEntry(one);
    return { ...entry, findings: turn(findings) };
  });
  const broken = examined.flatMap((one) => failedExpectations(one, examinedLive[0] ?? null, 'warning'));
  const side = sourceOf(acme, 'desired');
  const live = sourceOf(acme, 'live');
  const who = { permission: 'documents:write', scope: 'acme' };
  const what = { member: 'dan@acme.com', scope: null };
  const why = { member: 'dan@acme.com', permission: 'documents:write', scope: 'acme' };
  const whyNot = (name: string, question: typeof why): Forms => ({
    name,
    text: (style) => whyText(question, live, style),
    markdown: () => whyMarkdown(question, live),
    json: () => whyJson(question, live),
  });
  return [
    {
      name: 'diagnostics',
      text: (style) => diagnosticsText(turn(diagnostics), style),
      markdown: () => diagnosticsMarkdown(turn(diagnostics)),
      json: () => diagnosticsJson('validate', turn(diagnostics)),
    },
    {
      name: 'check',
      text: (style) => checkText(turn([acme.desired, beta.desired]), style, found),
      markdown: () => checkMarkdown(turn([acme.desired, beta.desired]), found),
      json: () => checkJson(turn([acme.desired, beta.desired]), found),
    },
    {
      name: 'check-expectations',
      text: (style) => checkText(turn([acme.desired, beta.desired]), style, { ...found, examined }),
      markdown: () => checkMarkdown(turn([acme.desired, beta.desired]), { ...found, examined }),
      json: () => checkJson(turn([acme.desired, beta.desired]), { ...found, examined }),
    },
    {
      name: 'check-live',
      text: (style) => checkText([acme.desired], style, { ...NOTHING_MORE, examined: examinedLive }),
      markdown: () => checkMarkdown([acme.desired], { ...NOTHING_MORE, examined: examinedLive }),
      json: () => checkJson([acme.desired], { ...NOTHING_MORE, examined: examinedLive }),
    },
    {
      name: 'expectations-failed',
      text: (style) => diagnosticsText(turn(broken), style),
      markdown: () => diagnosticsMarkdown(turn(broken)),
      json: () => diagnosticsJson('plan', turn(broken)),
    },
    plan('plan', [acme], { ...NOTHING_MORE, engine: terraform }),
    plan('plan-several', [acme, beta, still], found),
    plan('plan-nothing', [still]),
    plan('plan-cost', [costly]),
    {
      name: 'applied',
      text: (style) => appliedText(turn(applied), style),
      markdown: () => appliedMarkdown(turn(applied)),
      json: () => appliedJson(turn(applied)),
    },
    {
      name: 'drift',
      text: (style) => driftText(turn(drifted), style),
      markdown: () => driftMarkdown(turn(drifted)),
      json: () => driftJson(turn(drifted)),
    },
    {
      name: 'who',
      text: (style) => whoText(who, side, style),
      markdown: () => whoMarkdown(who, side),
      json: () => whoJson(who, side),
    },
    {
      name: 'what',
      text: (style) => whatText(what, side, style),
      markdown: () => whatMarkdown(what, side),
      json: () => whatJson(what, side),
    },
    {
      name: 'what-below',
      text: (style) => whatText({ member: 'zoe@beta.io', scope: null }, sourceOf(beta, 'desired'), style),
      markdown: () => whatMarkdown({ member: 'zoe@beta.io', scope: null }, sourceOf(beta, 'desired')),
      json: () => whatJson({ member: 'zoe@beta.io', scope: null }, sourceOf(beta, 'desired')),
    },
    {
      name: 'why',
      text: (style) => whyText(why, side, style),
      markdown: () => whyMarkdown(why, side),
      json: () => whyJson(why, side),
    },
    whyNot('why-not-member', { ...why, member: 'den@acme.com' }),
    whyNot('why-other-roles', { ...why, member: 'bo@acme.com' }),
    whyNot('why-no-roles', why),
  ];
}

export const subjects = everySubject();
export const subjectsShuffled = everySubject(shuffled);
