/** A platform of one's own to apply documents to, by the engine and the connector that users have. */
import { fileURLToPath } from 'node:url';
import { effectiveChanges } from '../../src/command/apply/perform-plan.ts';
import type { Desired } from '../../src/compile/desired.ts';
import { performWrites } from '../../src/connector/perform.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { writesOf } from '../../src/plan/write/change-writes.ts';
import type { Snapshot } from '../../src/resource/resource.ts';
import { connectionTo, fast, must } from '../connector/connections.ts';
import { caller } from '../sandbox/caller.ts';
import { startTestSandbox } from '../sandbox/start.ts';

export interface Playground {
  read(): Promise<Snapshot>;
  /** Plans and applies; what was refused before anything was sent (`plan …`) or by the platform (`… write`). */
  apply(desired: Desired): Promise<readonly string[]>;
  /** Everybody invited accepts. */
  acceptAll(): Promise<void>;
  close(): Promise<void>;
}

export async function playground({ organization, platform }: Desired): Promise<Playground> {
  const file = fileURLToPath(new URL(`../../schemas/platforms/${platform.name}.yaml`, import.meta.url));
  const sandbox = await startTestSandbox({
    platformFile: file,
    organizations: [
      { slug: 'acme', name: 'Acme' },
      ...(organization === 'acme' ? [] : [{ slug: organization, name: organization }]),
    ],
  });
  const { url, token } = sandbox;
  const connection = connectionTo({ url, token }, platform, { organization, remote: organization });
  const call = caller(() => ({ ...sandbox, api: `${url}/orgs/${organization}/api/v1` }));
  const writer = fast().openWriter(connection);
  return {
    read: async () => must(await writer.read()),
    apply: async (desired) => {
      const plan = buildPlan(desired, must(await writer.read()));
      const errors = plan.diagnostics.filter(({ severity }) => severity === 'error');
      if (errors.length > 0) return errors.map(({ code, message }) => `plan ${code}: ${message}`);
      const writes = effectiveChanges(plan).flatMap(writesOf);
      const { failed } = await performWrites(writes, writer, platform);
      return failed.flatMap(({ write, diagnostics }) =>
        diagnostics.map(({ message }) => `${write.write}: ${message}`),
      );
    },
    acceptAll: async () => {
      const invited: string[] = [];
      for (let page = 1, seen = 0; ; page += 1) {
        const { body } = await call('GET', `/members?page=${page}`);
        for (const { id, state } of body.items) if (state === 'invited') invited.push(id);
        seen += body.items.length;
        if (seen >= body.total || body.items.length === 0) break;
      }
      for (const id of invited) await call('POST', `/members/${id}/accept`);
    },
    close: () => sandbox.close(),
  };
}
