import type { Desired } from '../../compile/desired.ts';
import { speaksOf } from '../../compile/known-subjects.ts';
import { wholeSnapshot } from '../../connector/whole-snapshot.ts';
import { writeResult } from '../../file/write-file.ts';
import { organizationFacts } from '../../page/facts/facts-of-organization.ts';
import type { PageFacts, PageOrganization } from '../../page/facts/page-facts.ts';
import { pageHtml } from '../../page/page-html.ts';
import { commaSeparated } from '../../page/tables/comma-separated.ts';
import { TABLE_NAMES, type TableName } from '../../page/tables/page-table.ts';
import { pageTables } from '../../page/tables/page-tables.ts';
import { reviewOrganization } from '../../page/tables/reviewed-organization.ts';
import type { RulesDocument } from '../../policy/rules-document.ts';
import type { Format } from '../../report/format.ts';
import { reviewJson } from '../../report/review/review-json.ts';
import { reviewMarkdown, reviewText } from '../../report/review/review-summary.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { didYouMean } from '../../source/did-you-mean.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { quote } from '../../source/quote.ts';
import type { CommandContext } from '../command.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { Arguments } from '../options.ts';
import { failCommand, resultContent, showResult, styleOf } from '../output.ts';
import { formatOfFile } from '../report-file.ts';
import { openLiveReader } from '../session/open-connection.ts';
import { openSession, type Session, selectionFrom, sourceFilesOf } from '../session/session.ts';
import { pageProgram } from './page-program.ts';

type ReviewFormat = Exclude<Format, 'text' | 'junit'>;

/** Who can do what, and why, for whoever reviews it: a page, or the tables of it. */
export async function reviewAccess(context: CommandContext<Exclude<Format, 'text'>>): Promise<ExitCode> {
  const { args } = context;
  const out = args.text('out');
  const into = formatInto(context.format, out);
  if (!into.ok) return failCommand(context, 'report', into.diagnostics);
  const table = tableFrom(args);
  if (!table.ok) return failCommand(context, 'report', table.diagnostics);
  if (args.text('table') !== null && into.value !== 'csv') {
    const hint = 'Every other format has all tables.';
    const message = `--table names the table of a CSV file, and ${into.value} is asked for.`;
    return failCommand(context, 'report', [diagnostic('usage', message, null, { hint })]);
  }
  const basis = args.flag('live') ? 'connected' : 'written';
  const session = openSession(context, selectionFrom(args), { basis });
  if (!session.ok) return failCommand(context, 'report', session.diagnostics);
  const facts = await factsOf(context, session.value);
  context.console.progress(null);
  if (!facts.ok) return failCommand(context, 'report', facts.diagnostics);
  const { diagnostics } = session.value;
  const print = printers(facts.value, diagnostics, table.value);
  if (out === null) {
    await showResult({ ...context, format: into.value }, print);
    return EXIT.clean;
  }
  const content = resultContent(into.value, print);
  const written = writeResult(out, content, { sources: sourceFilesOf(session.value.workspace) });
  if (!written.ok) return failCommand(context, 'report', written.diagnostics);
  context.console.out(print.text(styleOf(context)));
  return EXIT.clean;
}

function printers(facts: PageFacts, diagnostics: readonly Diagnostic[], table: TableName) {
  return {
    text: (style: Parameters<typeof reviewText>[1]) => reviewText(facts, style, diagnostics),
    markdown: () => reviewMarkdown(facts, diagnostics),
    json: () => reviewJson(facts, diagnostics),
    sarif: () => diagnostics,
    html: () => pageHtml(facts, pageProgram()),
    csv: () =>
      commaSeparated(
        facts.organizations.map((one) => ({
          organization: one.organization,
          table: pageTables(reviewOrganization(one, facts.instant))(table),
        })),
      ),
  };
}

async function factsOf(context: CommandContext, session: Session): Promise<Outcome<PageFacts>> {
  const rules = await rulesOf(session);
  if (!rules.ok) return rules;
  const organizations: PageOrganization[] = [];
  for (const desired of session.chosen) {
    const facts = await factsOfOne(context, session, desired, rules.value);
    if (!facts.ok) return facts;
    organizations.push(facts.value);
  }
  return success({ instant: session.instant, organizations });
}

/** What acknowledgements stand in; loaded where a workspace has any. */
async function rulesOf({ workspace }: Session): Promise<Outcome<readonly RulesDocument[]>> {
  if (workspace.rules === null) return success([]);
  const { rulesAsWritten } = await import('../rules/judge-written.ts');
  const written = rulesAsWritten(workspace.rules);
  return written.ok ? success(written.value.documents) : written;
}

async function factsOfOne(
  context: CommandContext,
  session: Session,
  desired: Desired,
  documents: readonly RulesDocument[],
): Promise<Outcome<PageOrganization>> {
  const rules = documents.filter((document) => speaksOf(document, desired.organization));
  if (!context.args.flag('live')) return success(organizationFacts(desired, null, rules));
  const reader = openLiveReader(session.live, desired);
  if (!reader.ok) return reader;
  const snapshot = wholeSnapshot(await reader.value.read());
  return snapshot.ok ? success(organizationFacts(desired, snapshot.value, rules)) : snapshot;
}

const REVIEW_FORMATS = ['text', 'markdown', 'json', 'sarif', 'html', 'csv'] as const;

/** What is asked for by name; else what the file to write is called after. */
function formatInto(asked: Format, out: string | null): Outcome<ReviewFormat | 'text'> {
  if (asked === 'junit')
    return failure(diagnostic('usage', 'A review of access has no tests to print as junit.', null));
  return out === null || asked !== 'text' ? success(asked) : formatOfFile(out, REVIEW_FORMATS);
}

/** The table that CSV holds. */
function tableFrom(args: Arguments): Outcome<TableName> {
  const asked = args.text('table') ?? 'people';
  const name = TABLE_NAMES.find((one) => one === asked);
  if (name !== undefined) return success(name);
  const hint = didYouMean(asked, TABLE_NAMES) ?? `Tables: ${TABLE_NAMES.join(', ')}.`;
  return failure(diagnostic('usage', `There is no table ${quote(asked)}.`, null, { hint }));
}
