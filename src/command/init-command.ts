import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { secretVariables } from '../connector/connect.ts';
import { connectorIn } from '../connector/workspace-connectors.ts';
import { isTaken } from '../file/read-file.ts';
import { initJson } from '../report/init/init-json.ts';
import type { InitFile, InitResult } from '../report/init/init-result.ts';
import { initText } from '../report/init/init-text.ts';
import { diagnostic } from '../source/diagnostic.ts';
import { known } from '../source/known.ts';
import { documentFiles, relativeToCwd } from '../workspace/document-files.ts';
import type { Command, CommandContext } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { openImportContext } from './importing/import-context.ts';
import { openImportSource } from './importing/import-source.ts';
import { importedFiles } from './importing/imported-files.ts';
import { type FileToWrite, writeFiles } from './importing/write-files.ts';
import { codeOwners } from './initializing/code-owners.ts';
import { type ForgeName, gitPlaceOf } from './initializing/git-place.ts';
import { initAnswers, withAnswers } from './initializing/init-answers.ts';
import { workflowFiles } from './initializing/workflow-templates.ts';
import { failCommand, instantFrom, showResult } from './output.ts';
import { redactWorkspaceTokens } from './terminal/redacting-console.ts';

const FORGES = ['github', 'gitlab', 'none'] as const;

export const init: Command<'json'> = {
  name: 'init',
  usage: '[ORGANIZATION] [--platform NAME --url URL]',
  options: [
    'organization',
    'platform',
    'connector',
    'url',
    'no-cache',
    'directory',
    'forge',
    'engine',
    'dry-run',
    'at',
  ],
  formats: ['text', 'json'],
  optionHelp: {
    directory: 'folder of the new workspace (default: here)',
    platform:
      'the platform of the organization: its name or its file (default: github, where the connector is)',
    forge: 'whose workflows are written: github, gitlab or none (default: by the remote of the repository)',
    'dry-run': 'write nothing, and say what would be written',
  },
  async run(context) {
    const fail = (diagnostics: Parameters<typeof failCommand>[2]) =>
      failCommand(context, 'init', diagnostics);
    const { args, environment } = context;
    const directory = args.text('directory') ?? '.';
    const workspaceFile = relativeToCwd(join(directory, 'bylaw.yaml'));
    if (isTaken(workspaceFile)) {
      const hint = 'bylaw import brings what is live into it; another --directory makes another one.';
      return fail([diagnostic('file-not-ours', `${workspaceFile} is there already.`, null, { hint })]);
    }
    const place = gitPlaceOf(nearestFolder(directory), environment);
    const remote = place?.remote ?? null;
    const forge = forgeFrom(args.text('forge'), remote?.forge ?? null);
    if (forge === undefined) {
      const message = `There is no forge ${JSON.stringify(args.text('forge'))}.`;
      return fail([diagnostic('usage', message, null, { hint: `Give ${FORGES.join(', ')}.` })]);
    }
    const answers = await initAnswers(context, remote);
    if (!answers.ok) return fail(answers.diagnostics);
    const asked = withAnswers(context, answers.value, directory);
    const instant = instantFrom(asked);
    if (!instant.ok) return fail(instant.diagnostics);
    const source = openImportSource(asked, instant.value);
    if (!source.ok) return fail(source.diagnostics);
    const site = openImportContext(asked, source.value.asked);
    if (!site.ok) return fail(site.diagnostics);
    redactWorkspaceTokens(context, site.value);
    const [inTheWay] = documentFiles(site.value.document, site.value.root).files;
    if (inTheWay !== undefined) {
      const message = `${inTheWay} is there already, and the new workspace would read it.`;
      return fail([diagnostic('file-not-ours', message, null, { hint: 'Begin in another --directory.' })]);
    }
    const made = await importedFiles(asked, source.value, site.value, {
      instant: instant.value,
      groupsApart: true,
    });
    const diagnostics = [...source.diagnostics, ...site.diagnostics, ...made.diagnostics];
    if (!made.ok) return fail(diagnostics);
    const imported = known(made.value.organizations[0], 'the organization that was imported');

    const top = place?.top ?? resolve(directory);
    const fromTop = (file: string): string => relative(top, resolve(file)).split(sep).join('/');
    const {
      connector,
      remote: login,
      settings,
    } = known(site.value.document.organizations[0], 'the organization of the workspace');
    const [variable = 'BYLAW_TOKEN'] = secretVariables(
      known(connectorIn(site.value.connectors, connector), 'the connector'),
      settings,
    );
    const isOwn = connector === 'github' && remote?.owner.toLowerCase() === login.toLowerCase();
    const beside: { readonly path: string; readonly text: string }[] = [
      { path: '.gitignore', text: '.bylaw/\nnode_modules/\n' },
      ...(forge === null
        ? []
        : [
            ...workflowFiles(forge, {
              folder: fromTop(directory) === '' ? '.' : fromTop(directory),
              branch: place?.branch ?? 'main',
              tokenVariable: variable,
            }),
            {
              path: forge === 'github' ? '.github/CODEOWNERS' : 'CODEOWNERS',
              text: codeOwners(imported, workspaceFile, { login: isOwn ? login : null, fromTop }),
            },
          ]),
    ];
    const files: InitFile[] = made.value.writes.map(({ file, after }) => ({
      file,
      status: 'new',
      lines: linesOf(after),
    }));
    const writes: FileToWrite[] = [...made.value.writes];
    for (const { path, text } of beside) {
      const file = relativeToCwd(join(top, path));
      const status = statusOf(file, text);
      files.push({ file, status, lines: linesOf(text) });
      if (status === 'new') writes.push({ file, before: null, after: text });
    }
    const wrote = !args.flag('dry-run');
    if (wrote) {
      const written = writeFiles(top, writes);
      if (!written.ok) return fail([...diagnostics, ...written.diagnostics]);
    }
    const planned = wrote ? await planOf(context, directory) : null;
    const result: InitResult = {
      organization: imported.organization,
      platform: imported.platform.name,
      files,
      next: nextSteps(files, forge, imported.desired.organization),
      wrote,
      plan: planned === null ? null : PLAN_SAYS[planned.status],
    };
    await showResult(context, {
      text: (style) => `${initText(result, style, diagnostics)}${planned === null ? '' : `\n${planned.out}`}`,
      json: () => initJson(result, diagnostics),
    });
    if (planned === null) return EXIT.changes;
    if (planned.err !== '') context.console.err(planned.err);
    return planned.status;
  },
};

const PLAN_SAYS: Readonly<Record<ExitCode, 'no-changes' | 'changes' | 'error'>> = {
  [EXIT.clean]: 'no-changes',
  [EXIT.changes]: 'changes',
  [EXIT.error]: 'error',
};

/** Null for none; undefined for what there is not. */
function forgeFrom(asked: string | null, seen: ForgeName | null): ForgeName | null | undefined {
  if (asked === null) return seen;
  const named = FORGES.find((name) => name === asked);
  return named === 'none' ? null : named;
}

function nearestFolder(directory: string): string {
  let folder = resolve(directory);
  while (!isTaken(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

/** What is there is never replaced, and nothing is added to it. */
function statusOf(file: string, text: string): InitFile['status'] {
  if (!isTaken(file)) return 'new';
  try {
    return readFileSync(file, 'utf8') === text ? 'same' : 'kept';
  } catch {
    return 'kept';
  }
}

function linesOf(text: string): number {
  return text.split('\n').length - 1;
}

/** The command that comes next, as somebody would type it: what it says is shown below what was written. */
async function planOf(
  context: CommandContext,
  directory: string,
): Promise<{ readonly status: ExitCode; readonly out: string; readonly err: string }> {
  const said = { out: '', err: '' };
  const engine = context.args.text('engine');
  const words = ['plan', '--workspace', directory, ...(engine === null ? [] : ['--engine', engine])];
  const status = await context.run(words, {
    environment: context.environment,
    now: context.now,
    console: {
      out: (text) => {
        said.out += text;
      },
      err: (text) => {
        said.err += text;
      },
      progress: (text) => context.console.progress(text),
      colour: context.format === 'text' && context.console.colour,
      ask: null,
    },
  });
  context.console.progress(null);
  return { status, ...said };
}

function nextSteps(
  files: readonly InitFile[],
  forge: ForgeName | null,
  organization: string,
): readonly string[] {
  const kept = files.filter(({ status }) => status === 'kept').map(({ file }) => file);
  const gitignore = kept.find((file) => file.endsWith('.gitignore'));
  return [
    ...(gitignore === undefined ? [] : [`Write .bylaw/ in ${gitignore}, if it is not there.`]),
    ...kept
      .filter((file) => file !== gitignore)
      .map((file) => `Compare ${file} with what init writes: move it away, and run init in another folder.`),
    ...(forge === null
      ? ['No workflows were written: give --forge github or --forge gitlab for them.']
      : [
          'Write bylaw into package.json and its lockfile: the jobs install it from there.',
          'Give the jobs their tokens, one that can only read and one that can write: docs/gitops.md.',
          'Look at CODEOWNERS: who may approve the file of a team may give it roles.',
        ]),
    `Run bylaw doctor ${organization}.`,
  ];
}
