import { join } from 'node:path';
import { diagnosticsText } from '../report/diagnostics/text.ts';
import { synthJson } from '../report/synth/json.ts';
import { onWire } from '../resource/wire.ts';
import { rowsOfOrganization } from '../terraform/provider/rows/organization.ts';
import { configurationOf } from '../terraform/synth/configuration.ts';
import { type Synthesized, synthesize } from '../terraform/synth/stack.ts';
import type { Command } from './command.ts';
import { EXIT } from './exit.ts';
import { fail, instantOf, show, styleOf } from './output.ts';
import { loadWorkspace } from './workspace.ts';

export const synth: Command = {
  name: 'synth',
  usage: '',
  summary: 'write the documents as CDKTF stacks, without asking the platform; what `cdktf synth` runs',
  options: ['workspace', 'out', 'at', 'json'],
  optionHelp: { out: 'the folder to write (default: cdktf.out)' },
  async run(context) {
    const { args, console, environment } = context;
    const instant = instantOf(context);
    if (!instant.ok) return fail(context, 'synth', instant.diagnostics);
    const workspace = loadWorkspace(args.text('workspace'), instant.value);
    if (!workspace.ok) return fail(context, 'synth', workspace.diagnostics);
    const outdir = args.text('out') ?? environment.CDKTF_OUTDIR ?? 'cdktf.out';
    const stacks = workspace.value.organizations.map((desired): Synthesized => {
      const { platform, organization: name } = desired;
      const resources = onWire(desired.resources, platform);
      const rows = rowsOfOrganization({ platform, resources, unmanaged: new Set(), leaving: [] });
      return {
        name,
        configuration: configurationOf(rows, new Set()),
        backend: { backend: 'local', path: `${name}.tfstate` },
      };
    });
    synthesize(outdir, stacks);
    const written = stacks.map(({ name }) => ({ name, file: join(outdir, 'stacks', name, 'cdk.tf.json') }));
    const { diagnostics } = workspace.value;
    // Files on stdout and nothing else: what a pipeline goes on with.
    if (diagnostics.length > 0 && !args.flag('json'))
      console.err(diagnosticsText(diagnostics, styleOf(context)));
    show(context, {
      text: () => written.map(({ file }) => file).join('\n'),
      json: () => synthJson(outdir, written, diagnostics),
    });
    return EXIT.clean;
  },
};
