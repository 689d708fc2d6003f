import type { Log } from '../provider/protocol/plugin-log.ts';
import type { ProviderDefinition } from '../provider/protocol/row.ts';
import { PROVIDER_ADDRESS } from '../provider/rows/row-tables.ts';
import { canFunction } from './can-function.ts';
import { DATA_SOURCES } from './data-sources.ts';
import { resourceRow } from './resource/resource-row.ts';
import { TYPE_NAMES } from './schema/resource-tables.ts';
import type { PlatformStore } from './session/bundled-platforms.ts';
import type { ConnectorStore } from './session/connector-store.ts';
import { InFlightWork, type ProviderInstance } from './session/provider-session.ts';
import {
  checkSettings,
  configureProvider,
  PROVIDER_ATTRIBUTES,
  type ProviderEnvironment,
} from './session/provider-settings.ts';

export interface StandaloneOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly platforms: PlatformStore;
  readonly connectors: ConnectorStore;
  readonly log: Log;
  readonly papers?: ProviderEnvironment['papers'];
}

/** The provider as people use it in plain HCL: no `bylaw` command around it, one block for each thing with a name. */
export function standaloneProvider({
  environment,
  platforms,
  connectors,
  log,
  papers,
}: StandaloneOptions): ProviderDefinition<ProviderInstance> {
  const inFlightWork = new InFlightWork();
  const providerEnvironment: ProviderEnvironment = {
    environment,
    platforms,
    connectors,
    course: inFlightWork,
    ...(papers === undefined ? {} : { papers }),
  };
  return {
    address: PROVIDER_ADDRESS,
    attributes: PROVIDER_ATTRIBUTES,
    validate: (config) => checkSettings(config, providerEnvironment),
    async configure(config) {
      const begun = performance.now();
      const configured = await configureProvider(config, providerEnvironment);
      if (configured.session?.state === 'ready') {
        const requests = configured.session.writer.requests();
        log('info', 'read the organization', {
          requests,
          milliseconds: Math.round(performance.now() - begun),
        });
      }
      return configured;
    },
    rows: TYPE_NAMES.map(resourceRow),
    data: DATA_SOURCES,
    functions: [canFunction],
    stop() {
      inFlightWork.stop();
    },
    resume() {
      inFlightWork.resume();
    },
    settled: () => inFlightWork.settled(),
  };
}
