import { connectorBadgesText } from '../report/connector/connector-badges-text.ts';
import { isShown } from '../report/connector/connector-check.ts';
import { connectorDraftText } from '../report/connector/connector-draft.ts';
import {
  connectorBadgesJson,
  connectorDraftJson,
  connectorTestJson,
} from '../report/connector/connector-json.ts';
import { connectorTestText } from '../report/connector/connector-test-text.ts';
import { diagnosticsText } from '../report/diagnostics/diagnostics-text.ts';
import { diagnostic } from '../source/diagnostic.ts';
import { didYouMean } from '../source/did-you-mean.ts';
import { quote } from '../source/quote.ts';
import type { Command, CommandContext } from './command.ts';
import { badgedConnector, writeBadge } from './connector-test/badge-files.ts';
import { type DescribedTarget, openTarget } from './connector-test/described-target.ts';
import { draftOf } from './connector-test/draft-file.ts';
import { testConnector } from './connector-test/test-connector.ts';
import { MadeRecord, unconfirmed } from './connector-test/writing/throw-away.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { failCommand, showResult, styleOf } from './output.ts';
import { listenForInterruption } from './session/interruption.ts';

const TASKS = ['test', 'badge', 'init'] as const;

type ConnectorFormat = 'json';
type ConnectorContext = CommandContext<ConnectorFormat>;

export const connector: Command<ConnectorFormat> = {
  name: 'connector',
  usage: 'test FILE [ORGANIZATION] | badge FILE… | init --from-openapi FILE',
  options: ['workspace', 'platform', 'url', 'badge', 'writes', 'throw-away', 'from-openapi', 'out'],
  formats: ['text', 'json'],
  optionHelp: {
    platform:
      'the platform that the file is for, by its name or its file; without it, an organization of the workspace',
    out: 'write the draft into this file, which must not be there yet',
  },
  async run(context) {
    const [task, ...rest] = context.args.positionals;
    switch (TASKS.find((name) => name === task)) {
      case 'test':
        return runTest(context, rest);
      case 'badge':
        return runBadge(context, rest);
      case 'init':
        return runInit(context, rest);
      case undefined: {
        const hint =
          (task === undefined ? null : didYouMean(task, TASKS)) ??
          `Usage: bylaw connector ${connector.usage}`;
        return misused(
          context,
          task === undefined ? 'Test, badge or init?' : `There is no task ${quote(task)}.`,
          hint,
        );
      }
    }
  },
};

function misused(context: ConnectorContext, message: string, hint: string): ExitCode {
  return failCommand(context, 'connector', [diagnostic('usage', message, null, { hint })]);
}

async function runTest(context: ConnectorContext, words: readonly string[]): Promise<ExitCode> {
  const [file, organization = null, extra] = words;
  if (file === undefined || extra !== undefined) {
    const hint = 'Usage: bylaw connector test FILE [ORGANIZATION] [--platform NAME --url URL]';
    return misused(context, 'One connector file is tested, on one organization.', hint);
  }
  const isWriting = context.args.flag('writes');
  const refused = isWriting ? unconfirmed(organization, context.args.text('throw-away')) : null;
  if (refused !== null) return failCommand(context, 'connector', [refused]);
  const target = openTarget(context, file, organization);
  if (!target.ok) return failCommand(context, 'connector', target.diagnostics);
  const tested = isWriting
    ? await testWriting(context, target.value)
    : await testConnector(target.value, null);
  context.console.progress(null);
  if (!tested.ok) return failCommand(context, 'connector', tested.diagnostics);
  const holds = isShown(tested.value);
  const badge =
    holds && context.args.flag('badge') ? writeBadge(tested.value, target.value.files, context.now()) : null;
  if (badge !== null && !badge.ok) return failCommand(context, 'connector', badge.diagnostics);
  const printed = { ...tested.value, badge: badge === null ? null : badge.value };
  const diagnostics = [...target.value.diagnostics, ...tested.diagnostics];
  if (diagnostics.length > 0 && context.format === 'text') {
    context.console.err(diagnosticsText(diagnostics, styleOf(context)));
  }
  await showResult(context, {
    text: (style) => connectorTestText(printed, style),
    json: () => connectorTestJson(printed, diagnostics),
  });
  return holds ? EXIT.clean : EXIT.changes;
}

/** What is made is on the disk until it is gone again; who interrupts it waits until it is. */
async function testWriting(
  { console }: ConnectorContext,
  target: DescribedTarget,
): ReturnType<typeof testConnector> {
  const record = new MadeRecord(target.files[0]);
  const free = record.free();
  if (!free.ok) return free;
  const interruption = listenForInterruption(console);
  try {
    const tested = await testConnector(target, {
      stopped: interruption.stopped,
      onMade: (prefix, made) => record.tell(target.connection.organization, prefix, made),
    });
    if (tested.ok && tested.value.writes?.left.length === 0) record.forget();
    return tested;
  } finally {
    interruption.end();
  }
}

async function runBadge(context: ConnectorContext, files: readonly string[]): Promise<ExitCode> {
  if (files.length === 0) {
    return misused(context, 'Badges of which files?', 'Usage: bylaw connector badge FILE…');
  }
  const found = files.map(badgedConnector);
  const wrong = found.flatMap((one) => one.diagnostics);
  const connectors = found.flatMap((one) => (one.ok ? [one.value] : []));
  if (wrong.length > 0) return failCommand(context, 'connector', wrong);
  await showResult(context, {
    text: (style) => connectorBadgesText(connectors, style),
    json: () => connectorBadgesJson(connectors),
  });
  return connectors.every(({ badge }) => badge.state === 'fits') ? EXIT.clean : EXIT.changes;
}

async function runInit(context: ConnectorContext, words: readonly string[]): Promise<ExitCode> {
  const source = context.args.text('from-openapi');
  if (source === null || words.length > 0) {
    return misused(
      context,
      'A draft of what?',
      'Usage: bylaw connector init --from-openapi FILE [--out FILE]',
    );
  }
  const draft = draftOf(source, context.args.text('out'));
  if (!draft.ok) return failCommand(context, 'connector', draft.diagnostics);
  const { file } = draft.value;
  await showResult(context, {
    text: (style) => (file === null ? draft.value.text : connectorDraftText({ ...draft.value, file }, style)),
    json: () => connectorDraftJson(draft.value, draft.diagnostics),
  });
  return EXIT.clean;
}
