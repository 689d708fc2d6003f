import { onWire } from '../resource/wire.ts';
import { rowsOfOrganization } from '../terraform/provider/rows/organization.ts';
import { configurationOf } from '../terraform/synth/configuration.ts';
import { type Synthesized, synthesize } from '../terraform/synth/stack.ts';
import type { Command } from './command.ts';
import { EXIT } from './exit.ts';
import { fail, instantOf } from './output.ts';
import { loadWorkspace } from './workspace.ts';

export const synth: Command = {
  name: 'synth',
  usage: '',
  summary: 'write the documents as CDKTF stacks, without asking the platform; what `cdktf synth` runs',
  options: ['workspace', 'out', 'at'],
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
    const names = stacks.map(({ name }) => name);
    console.out(names.map((name) => `${outdir}/stacks/${name}/cdk.tf.json`).join('\n'));
    return EXIT.clean;
  },
};
