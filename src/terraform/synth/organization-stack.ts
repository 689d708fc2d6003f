import { join } from 'node:path';
import type { Construct } from 'constructs';
import { PROVIDER_ADDRESS } from '../provider/rows/row-tables.ts';
import type { Configuration } from './configuration.ts';
import { App, HttpBackend, LocalBackend, TerraformProvider, TerraformStack } from './library.ts';
import { spliceRows, withSplicedRows } from './splice-rows.ts';

/** Where terraform keeps the state of a stack. */
export type SynthBackend =
  /** Of this run's own process: where it is, is told by the environment. */
  | { readonly backend: 'loopback' }
  /** A path relative to the stack's folder. */
  | { readonly backend: 'local'; readonly path: string };

class RunProviderConstruct extends TerraformProvider {}

/** `http` without arguments: the library wants an address that terraform takes from TF_HTTP_ADDRESS. */
class EnvironmentHttpBackend extends HttpBackend {
  constructor(scope: Construct) {
    super(scope, { address: '' });
  }

  protected override synthesizeAttributes(): Record<string, never> {
    return {};
  }
}

/**
 * One organization as a stack. App, stack, backend and provider are constructs; rows are spliced in after the
 * library has resolved its own part: a construct each costs ten times as much, and a YAML string shaped like one of
 * the library's tokens would resolve to somebody else's reference.
 */
export class OrganizationStack extends TerraformStack {
  private readonly configuration: Configuration;
  /** While the library writes its own part. */
  private splicing = false;

  constructor(scope: Construct, name: string, configuration: Configuration, synthBackend: SynthBackend) {
    super(scope, name);
    this.configuration = configuration;
    new RunProviderConstruct(this, 'bylaw', {
      terraformResourceType: 'bylaw',
      terraformProviderSource: PROVIDER_ADDRESS,
      terraformGeneratorMetadata: { providerName: 'bylaw' },
    });
    switch (synthBackend.backend) {
      case 'loopback':
        new EnvironmentHttpBackend(this);
        break;
      case 'local':
        new LocalBackend(this, { path: synthBackend.path });
        break;
    }
    const { synthesizer } = this;
    this.synthesizer = {
      synthesize: (session) => {
        this.splicing = true;
        synthesizer.synthesize(session);
        this.splicing = false;
        const { synthesizedStackPath } = session.manifest.forStack(this);
        spliceRows(join(session.outdir, synthesizedStackPath), configuration);
      },
    };
  }

  override toTerraform(): unknown {
    const own: unknown = super.toTerraform();
    return this.splicing ? own : withSplicedRows(own, this.configuration);
  }
}

export interface Synthesized {
  readonly name: string;
  readonly configuration: Configuration;
  readonly backend: SynthBackend;
}

/**
 * Writes `stacks/<name>/cdk.tf.json` for each stack under `outdir`, which should be fresh: the library leaves the
 * stacks of earlier runs behind.
 */
export function synthesize(outdir: string, stacks: readonly Synthesized[]): void {
  const app = new App({ outdir, skipValidation: true });
  for (const { name, configuration, backend } of stacks) {
    new OrganizationStack(app, name, configuration, backend);
  }
  app.synth();
}
