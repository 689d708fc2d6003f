import { existsSync } from 'node:fs';
import { it, type TestContext } from 'vitest';

/** The configuration of the Kubernetes project, which lies beside this project and is no part of it. */
export const KUBERNETES = '../shared/data/kubernetes-org/config';

/** `it`, told as not run where the data is not there: it is somebody else's, and nothing that a CI could install. */
export function itWithKubernetes(name: string, run: () => Promise<void> | void, timeout?: number): void {
  it(
    name,
    async ({ skip }: TestContext) => {
      if (!existsSync(KUBERNETES)) skip(`needs data: ${KUBERNETES} is not there`);
      await run();
    },
    timeout,
  );
}
