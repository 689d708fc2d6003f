import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connector } from '../../../connector/connector.ts';
import { CONNECTORS, connectorNamed } from '../../../connector/connectors.ts';
import { type Outcome, success } from '../../../source/outcome.ts';
import { isFilePath } from './file-path.ts';

/** The connectors that come with the provider, in code and as files, and files that users write. */
export interface ConnectorStore {
  /** Of those that come with the provider. */
  readonly names: () => readonly string[];
  /** By name, or by the path of a connector file. Null where no connector has the name; fails with what the file earns. */
  load(nameOrPath: string): Promise<Outcome<Connector> | null>;
}

const ENDING = '.yaml';

/** `directory` holds `connectors/<name>.yaml`, and the schema that all such files are held against. */
export function openConnectorStore(directory: string): ConnectorStore {
  const shipped = (): readonly string[] =>
    readdirSync(join(directory, 'connectors'))
      .filter((file) => file.endsWith(ENDING))
      .map((file) => file.slice(0, -ENDING.length))
      .sort();
  return {
    names: () => [...Object.keys(CONNECTORS), ...shipped()],
    async load(nameOrPath) {
      const inCode = connectorNamed(nameOrPath);
      if (inCode !== null) return success(inCode);
      const isPath = isFilePath(nameOrPath);
      if (!isPath && !shipped().includes(nameOrPath)) return null;
      const file = isPath ? nameOrPath : join(directory, 'connectors', `${nameOrPath}${ENDING}`);
      const { readConnectorFile } = await import('./connector-file.ts');
      const schema = JSON.parse(readFileSync(join(directory, 'connector.schema.json'), 'utf8')) as object;
      return readConnectorFile(file, schema);
    },
  };
}
