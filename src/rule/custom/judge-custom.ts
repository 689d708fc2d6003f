import { speaksOf } from '../../compile/known-subjects.ts';
import { CustomRules, type RuleCheck } from '../../custom-rule/custom-rules.ts';
import { lackingParts, type ViewedChange } from '../../custom-rule/rule-view.ts';
import type { RulesDocument } from '../../policy/rules-document.ts';
import type { Resource, UnknownList } from '../../resource/resource.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import { known } from '../../source/known.ts';
import type { JudgedSeverity } from '../asked-rule.ts';
import type { Finding } from '../finding.ts';
import { findingOf, severityOf, writtenRules } from '../judge-built-in.ts';
import type { JudgedOrganization } from '../judged-organization.ts';
import { breachesOf } from './custom-breaches.ts';
import { expressionDiagnostics, judgedInPart, notJudged } from './expression-diagnostics.ts';
import { customRuleOf, isCustomRule, type WrittenCustomRule } from './written-custom-rule.ts';

/** What is known beside the side that is judged. */
export interface KnownBeside {
  /** Lists of the platform that could not be read. */
  readonly unread: readonly UnknownList[];
  /** Null: nobody looked. */
  readonly live: readonly Resource[] | null;
  /** What makes of `live` what is judged; null: there is no plan. */
  readonly changes: readonly ViewedChange[] | null;
}

export interface CustomScene extends KnownBeside {
  readonly organization: JudgedOrganization;
}

interface RuleInUse extends WrittenCustomRule {
  readonly document: RulesDocument;
  readonly severity: JudgedSeverity;
}

/** The custom rules of all documents, checked: they are judged in the thread that they were checked in. */
export class CustomJudge {
  /** What is wrong with their expressions. */
  readonly faults: readonly Diagnostic[];
  readonly #rules: readonly RuleInUse[];
  readonly #custom: CustomRules;
  readonly #checks: readonly RuleCheck[];

  constructor(rules: readonly RuleInUse[], custom: CustomRules, checks: readonly RuleCheck[]) {
    this.#rules = rules;
    this.#custom = custom;
    this.#checks = checks;
    this.faults = rules.flatMap((rule, at) =>
      expressionDiagnostics(rule, known(checks[at], 'the check of a rule')),
    );
  }

  /** Of rules that look at what is not known of one of these that it is so, and that some of it could not be read. */
  notJudged(scenes: readonly KnownBeside[]): readonly Diagnostic[] {
    const unread = scenes.flatMap((scene) => scene.unread);
    const lacking = this.#rules.flatMap((rule, at) => {
      const check = this.#checks[at];
      const lacks = check?.is === 'sound' ? scenes.flatMap((scene) => lackingParts(scene, check.parts)) : [];
      return lacks.length === 0 ? [] : [notJudged(rule, lacks)];
    });
    const first = this.#rules[0];
    return unread.length === 0 || first === undefined ? lacking : [...lacking, judgedInPart(first, unread)];
  }

  async judge(scenes: readonly CustomScene[]): Promise<readonly Finding[]> {
    const findings = new Map<RuleInUse, Finding[]>(this.#rules.map((rule) => [rule, []]));
    for (const scene of scenes) {
      const { organization } = scene;
      const rules = this.#rules.filter(({ document }) => speaksOf(document, organization.name));
      const outcomes = await this.#custom.judge(
        viewedOf(scene),
        rules.map(({ rule }) => rule),
      );
      for (const [at, one] of rules.entries()) {
        const outcome = known(outcomes[at], 'the outcome of a rule');
        const found = known(findings.get(one), 'the findings of a rule');
        // A rule that failed has failed for all that it would be judged for.
        if (outcome.is === 'failed' && found.some(({ isFailure }) => isFailure)) continue;
        for (const breach of breachesOf(outcome, one.written, organization))
          found.push(findingOf(one.written, one.severity, breach));
      }
    }
    return [...findings.values()].flat();
  }

  end(): Promise<void> {
    return this.#custom.end();
  }
}

/**
 * Null: nobody wrote a rule of their own, or all are switched off. What evaluates expressions is in the thread, which is
 * started here and where somebody wrote one.
 */
export async function openCustomRules(documents: readonly RulesDocument[]): Promise<CustomJudge | null> {
  const rules = writtenRules(documents).flatMap(({ written, document }): readonly RuleInUse[] => {
    const severity = severityOf(written, 'error');
    const custom = severity === null || !isCustomRule(written) ? null : customRuleOf(written);
    return custom === null || severity === null ? [] : [{ ...custom, document, severity }];
  });
  if (rules.length === 0) return null;
  const custom = new CustomRules(rules.map(({ rule }) => rule));
  return new CustomJudge(rules, custom, await custom.checks());
}

function viewedOf({ organization, live, changes }: CustomScene) {
  const { name, platform, desired, resources } = organization;
  return {
    organization: name,
    platform,
    instant: desired.instant,
    judged: resources,
    desired: desired.resources,
    live,
    changes,
  };
}
