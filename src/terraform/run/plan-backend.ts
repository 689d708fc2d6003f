import { decodeMessage, defineMessage, singleField } from '../provider/protocol/protobuf.ts';
import { decodeValue } from '../provider/protocol/row-codec.ts';
import { fileInZip } from './plan-archive.ts';

/**
 * Where terraform would keep its state, as far as it is looked at. See internal/plans/planproto/planfile.proto in
 * hashicorp/terraform and opentofu/opentofu.
 */
const PLAN = defineMessage({
  backend: singleField(
    13,
    defineMessage({
      type: singleField(1, 'string'),
      config: singleField(2, defineMessage({ msgpack: singleField(1, 'bytes') })),
      workspace: singleField(3, 'string'),
    }),
  ),
});

/**
 * What is wrong with where a plan file would keep its state; null where it is our own server, which is named in no file
 * but in the environment. `terraform show` does not tell, and an apply follows the file, not the configuration.
 */
export function unexpectedBackend(planFile: Buffer): string | null {
  const plan = fileInZip(planFile, 'tfplan');
  if (plan === null) return 'the plan file is not as terraform writes it';
  const backend = readable(() => backendIn(plan));
  if (backend?.type === undefined || backend.settings === undefined)
    return 'the plan does not say where its state is kept';
  const { type, settings, workspace } = backend;
  if (type !== 'http') return `the plan keeps its state in a backend of type ${type}`;
  if (workspace !== 'default') return 'the plan keeps its state in another workspace';
  const named = Object.entries(settings).filter(([, value]) => value !== null);
  if (named.length === 0) return null;
  return `the plan keeps its state elsewhere: ${named.map(([name]) => name).join(', ')}`;
}

function backendIn(plan: Buffer) {
  const { type, config, workspace } = decodeMessage(PLAN, plan).backend ?? {};
  const settings = config?.msgpack === undefined ? undefined : decodeValue(config.msgpack);
  return {
    type,
    workspace,
    settings: typeof settings === 'object' && settings !== null ? settings : undefined,
  };
}

/** What was read; undefined where the bytes mean nothing. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}
