import { answerCall } from '../../src/sandbox/api/api.ts';
import type { ApiResponse } from '../../src/sandbox/api/api-response.ts';
import { apiOperations } from '../../src/sandbox/api/openapi-document.ts';
import type { OperationId } from '../../src/sandbox/api/operation-ids.ts';
import { TokenStore } from '../../src/sandbox/api/tokens.ts';
import { openOrganization } from '../../src/sandbox/open-organization.ts';
import { readPlatformRules } from '../../src/sandbox/platform-rules.ts';
import { plantSeed, type SandboxSeed } from '../../src/sandbox/seed.ts';
import { Database } from '../../src/sandbox/store/database.ts';
import { openTables } from '../../src/sandbox/store/database-schema.ts';
import type { Json } from './caller.ts';

/**
 * A sandbox without sockets, for questions by the ten thousand: its own database in memory, its own operations, its own
 * answers; only HTTP is left out.
 */
export interface SandboxInProcess {
  /** Makes an organization with what the seed has, by the operations of the API. */
  plant(seed: SandboxSeed): void;
  /** Answers like the API does. Throws when the API refuses. */
  ask(organization: string, operation: OperationId, asked?: Asked): Json;
  close(): void;
}

interface Asked {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
}

const TOKEN = 'in-process';

export function sandboxInProcess(platform: unknown, pageSize: number): SandboxInProcess {
  const database = new Database(':memory:');
  const rules = readPlatformRules(platform);
  openTables(database, rules.name);
  const now = () => new Date('2026-06-15T12:00:00Z');
  const tokenStore = new TokenStore({ value: TOKEN, name: TOKEN }, []);
  const setting = { database, rules, tokens: tokenStore, now, pageSize };
  const operations = new Map(apiOperations().map((operation) => [operation.id, operation]));
  return {
    plant: (seed) => {
      const opened = { slug: seed.organization, name: seed.organization };
      openOrganization(database, rules, opened, now().toISOString(), (unitOfWork) =>
        plantSeed(unitOfWork, seed),
      );
    },
    ask: (organization, id, { params = {}, query = {} } = {}) => {
      const operation = operations.get(id);
      if (operation === undefined) throw new Error(`no operation ${id}`);
      const apiResponse: ApiResponse = answerCall(setting, {
        operation,
        params: { orgId: organization, ...params },
        path: operation.path,
        query: new URLSearchParams(query),
        header: (name) => (name === 'authorization' ? `Bearer ${TOKEN}` : undefined),
        body: null,
      });
      if (apiResponse.status !== 200) throw new Error(JSON.stringify(apiResponse.body));
      return apiResponse.body as Json;
    },
    close: () => database.close(),
  };
}
