import { readWholeFile } from '../file/read-file.ts';
import type { Format } from '../report/format.ts';
import { mergeShards } from '../report/merge/merge-shards.ts';
import { mergedJson } from '../report/merge/merged-json.ts';
import { failedInMerged, mergedJunit } from '../report/merge/merged-junit.ts';
import { mergedMarkdown } from '../report/merge/merged-markdown.ts';
import { mergedText } from '../report/merge/merged-text.ts';
import { readShardReport, type ShardReport } from '../report/merge/shard-report.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { shardNumberOf } from '../workspace/shard-membership.ts';
import type { Command, CommandContext } from './command.ts';
import type { ExitCode } from './exit.ts';
import { failCommand, showResult } from './output.ts';

/** Of a company of a hundred thousand it takes a tenth. */
const MAX_REPORT_BYTES = 256 * 1024 * 1024;

/** Somebody who gives one of these beside --merge means something that would not come. */
const ONLY_OF_REVIEWS = ['workspace', 'at', 'live', 'url', 'no-cache', 'out', 'table'] as const;

export const report: Command<Exclude<Format, 'text'>> = {
  name: 'report',
  usage: '[ORGANIZATION…] | --merge FILE…',
  options: [...ONLY_OF_REVIEWS, 'merge'],
  formats: ['text', 'markdown', 'json', 'sarif', 'junit', 'html', 'csv'],
  optionHelp: {
    live: 'review what is live instead of the documents',
    out: 'write it to this file; its ending says the format: access.html, people.csv, access.json',
  },
  async run(context) {
    return context.args.flag('merge')
      ? mergeReports(context)
      : (await import('./reviewing/access-review.ts')).reviewAccess(context);
  },
};

async function mergeReports(context: CommandContext<Exclude<Format, 'text'>>): Promise<ExitCode> {
  const { args, format } = context;
  const foreign = ONLY_OF_REVIEWS.find((name) => args.flag(name) || args.text(name) !== null);
  if (foreign !== undefined) {
    const message = `bylaw report --merge does not take --${foreign}.`;
    const hint = 'What it merges is in the files that are named, and goes to stdout.';
    return failCommand(context, 'report', [diagnostic('usage', message, null, { hint })]);
  }
  if (args.positionals.length === 0) {
    const message = 'Nothing is said of what to merge.';
    const hint = 'Name the JSON reports of all shards: bylaw report --merge shard-*.json';
    return failCommand(context, 'report', [diagnostic('usage', message, null, { hint })]);
  }
  const reports: ShardReport[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const file of args.positionals) {
    const bytes = readWholeFile(file, { place: null, limit: MAX_REPORT_BYTES });
    const read = bytes.ok ? readShardReport(bytes.value.toString('utf8'), file) : bytes;
    diagnostics.push(...read.diagnostics);
    if (read.ok) reports.push(read.value);
  }
  if (diagnostics.length > 0) return failCommand(context, 'report', diagnostics);
  const merged = mergeShards(reports, shardNumberOf);
  if (!merged.ok) return failCommand(context, 'report', merged.diagnostics);
  const whole = merged.value;
  if (format === 'html' || format === 'csv') {
    const message = `Reports of shards are not merged into ${format}.`;
    return failCommand(context, 'report', [diagnostic('usage', message, null)]);
  }
  if (format === 'junit' && whole.command !== 'check') {
    const message = `bylaw ${whole.command} does not print junit.`;
    return failCommand(context, 'report', [diagnostic('usage', message, null)]);
  }
  await showResult(
    { ...context, format },
    {
      text: (style) => mergedText(whole, style),
      markdown: () => mergedMarkdown(whole),
      json: () => mergedJson(whole),
      sarif: () => [...whole.diagnostics, ...failedInMerged(whole)],
      junit: () => mergedJunit(whole),
    },
  );
  return whole.status;
}
