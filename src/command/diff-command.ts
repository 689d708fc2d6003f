import { isSame, type OrganizationDiff, organizationDiff } from '../diff/organization-diff.ts';
import { type OrganizationSides, sidesOf } from '../diff/organization-sides.ts';
import { diffJson } from '../report/diff/diff-json.ts';
import { diffMarkdown } from '../report/diff/diff-markdown.ts';
import { diffText } from '../report/diff/diff-text.ts';
import { diagnostic } from '../source/diagnostic.ts';
import { didYouMean } from '../source/did-you-mean.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { quote } from '../source/quote.ts';
import type { Command, CommandContext } from './command.ts';
import { EXIT } from './exit.ts';
import { failCommand, showResult } from './output.ts';
import { diffPlanFiles } from './planning/diff-plan-files.ts';
import { isPlanFile } from './planning/plan-file.ts';
import { baseFrom, comparedBase } from './session/base-option.ts';
import { openSession } from './session/session.ts';

export const diff: Command<'markdown' | 'json' | 'sarif'> = {
  name: 'diff',
  usage: '--base REVISION [ORGANIZATION…] | EARLIER-PLAN LATER-PLAN',
  options: ['workspace', 'base', 'two-dot', 'at', 'shard'],
  formats: ['text', 'markdown', 'json', 'sarif'],
  async run(context) {
    const { positionals } = context.args;
    if (positionals.some(isPlanFile)) return diffPlanFiles(context, positionals);
    const session = openSession(context, 'all', { basis: 'written' });
    if (!session.ok) return failCommand(context, 'diff', session.diagnostics);
    const base = baseFrom(context, session.value);
    if (!base.ok) return failCommand(context, 'diff', base.diagnostics);
    const sides = chosenSides(context, sidesOf(base.value.workspace, session.value.workspace));
    if (!sides.ok) return failCommand(context, 'diff', sides.diagnostics);
    const diffs = sides.value.map((one): OrganizationDiff => organizationDiff(one));
    const compared = comparedBase(base.value);
    const { diagnostics } = session.value;
    await showResult(context, {
      text: (style) => diffText(diffs, compared, style, diagnostics),
      markdown: () => diffMarkdown(diffs, compared, diagnostics),
      json: () => diffJson(diffs, compared, diagnostics),
      sarif: () => [...diagnostics, ...diffs.flatMap((one) => one.diagnostics)],
    });
    return diffs.every(isSame) ? EXIT.clean : EXIT.changes;
  },
};

/** Those that are named, on either side: an organization that is gone can be asked for too. */
function chosenSides(
  { args: { positionals } }: CommandContext,
  sides: readonly OrganizationSides[],
): Outcome<readonly OrganizationSides[]> {
  if (positionals.length === 0) return success(sides);
  const names = sides.map(({ organization }) => organization);
  const unknown = positionals.filter((name) => !names.includes(name));
  if (unknown.length === 0)
    return success(sides.filter(({ organization }) => positionals.includes(organization)));
  return failure(
    unknown.map((name) =>
      diagnostic('unknown-organization', `Neither side declares the organization ${quote(name)}.`, null, {
        hint: didYouMean(name, names) ?? `Declared: ${names.join(', ')}.`,
      }),
    ),
  );
}
