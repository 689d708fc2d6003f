import { mkdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { AccessDocuments } from '../cdktf/access-documents.ts';
import { AccessStack } from '../cdktf/access-stack.ts';
import {
  absentMarkWarnings,
  incompleteBlockErrors,
  settingWithoutBlockErrors,
} from '../cdktf/terraform-limits.ts';
import { diagnosticsText } from '../report/diagnostics/diagnostics-text.ts';
import { synthJson } from '../report/synth/synth-json.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { quote } from '../source/quote.ts';
import { App, LocalBackend, type TerraformBackend, type TerraformStack } from '../terraform/synth/library.ts';
import { StackBackend } from '../terraform/synth/stack-backend.ts';
import { connectionOf, loadWorkspace, type Workspace } from '../workspace/workspace.ts';
import type { Command } from './command.ts';
import { EXIT } from './exit.ts';
import { failCommand, instantFrom, showResult, styleOf } from './output.ts';

export const synth: Command<'json'> = {
  name: 'synth',
  usage: '',
  options: ['workspace', 'out', 'at'],
  formats: ['text', 'json'],
  optionHelp: { out: 'the folder to write (default: cdktf.out)' },
  async run(context) {
    const { args, console, environment } = context;
    const instant = instantFrom(context);
    if (!instant.ok) return failCommand(context, 'synth', instant.diagnostics);
    const workspace = loadWorkspace(args.text('workspace'), instant.value);
    if (!workspace.ok) return failCommand(context, 'synth', workspace.diagnostics);
    const nowhere = unplaced(workspace.value);
    if (nowhere.length > 0)
      return failCommand(context, 'synth', [...workspace.value.diagnostics, ...nowhere]);
    const needed = workspace.value.organizations.flatMap((desired) => [
      ...incompleteBlockErrors(desired),
      ...settingWithoutBlockErrors(desired),
    ]);
    if (needed.length > 0) return failCommand(context, 'synth', [...workspace.value.diagnostics, ...needed]);
    const outdir = args.text('out') ?? environment.CDKTF_OUTDIR ?? 'cdktf.out';
    const documents = AccessDocuments.ofWorkspace(workspace.value, true);
    const taken = placeFor(outdir);
    if (taken !== null) return failCommand(context, 'synth', [taken]);
    const app = new App({ outdir });
    for (const organization of documents.organizations) {
      new AccessStack(app, organization, {
        documents,
        organization,
        backend: backendOf(workspace.value, organization, outdir),
      });
    }
    const unwritable = synthesized(app, outdir);
    if (unwritable !== null) return failCommand(context, 'synth', [unwritable]);
    const written = documents.organizations.map((name) => ({
      name,
      file: join(outdir, 'stacks', name, 'cdk.tf.json'),
    }));
    const diagnostics = [
      ...workspace.value.diagnostics,
      ...workspace.value.organizations.flatMap(absentMarkWarnings),
    ];
    // Files on stdout and nothing else: what a pipeline goes on with.
    if (diagnostics.length > 0 && context.format !== 'json')
      console.err(diagnosticsText(diagnostics, styleOf(context)));
    await showResult(context, {
      text: () => written.map(({ file }) => file).join('\n'),
      json: () => synthJson(outdir, written, diagnostics),
    });
    return EXIT.clean;
  },
};

/** Makes the folder; what cannot be one is told before anything is made of the documents. */
function placeFor(outdir: string): Diagnostic | null {
  try {
    mkdirSync(outdir, { recursive: true });
    return null;
  } catch (error) {
    return unwritableAt(outdir, error as Error);
  }
}

/** Null when everything is written. The library throws what the system says; anything else is a fault of ours. */
function synthesized(app: App, outdir: string): Diagnostic | null {
  try {
    app.synth();
    return null;
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    return unwritableAt(outdir, error);
  }
}

function unwritableAt(outdir: string, { message }: Error): Diagnostic {
  return diagnostic('file-unwritable', `Cannot write into ${quote(outdir)}: ${message}`, null);
}

/** The workspace's, or a file beside the stack. Paths in the workspace file are relative to it. */
function backendOf(
  { document, root }: Workspace,
  organization: string,
  outdir: string,
): (stack: TerraformStack) => TerraformBackend {
  const { backend } = document;
  if (backend === null) return (stack) => new LocalBackend(stack, { path: `${organization}.tfstate` });
  const folder = join(resolve(outdir), 'stacks', organization);
  const placed = (path: string): string => relative(folder, resolve(root, path));
  return (stack) => new StackBackend(stack, backend, { stack: organization, placed });
}

/** A provider block has to say where its organization is. */
function unplaced(workspace: Workspace): readonly Diagnostic[] {
  return workspace.organizations.flatMap(({ organization }) => {
    const connection = connectionOf(workspace, organization);
    if (connection?.url != null) return [];
    const message = `Nothing says where ${organization} is.`;
    const hint = `Write its url under organizations in ${workspace.document.file}.`;
    return [diagnostic('invalid-value', message, connection?.origin ?? null, { hint })];
  });
}
