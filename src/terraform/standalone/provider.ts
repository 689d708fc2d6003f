import type { Log } from '../provider/protocol/log.ts';
import type { ProviderDefinition } from '../provider/protocol/row.ts';
import { PROVIDER_ADDRESS } from '../provider/rows/tables.ts';
import { canFunction } from './can.ts';
import { DATA_SOURCES } from './data.ts';
import type { PlatformStore } from './platforms.ts';
import { resourceRow } from './resource-row.ts';
import { InFlightWork, type ProviderInstance } from './session.ts';
import { checkSettings, configureProvider, PROVIDER_ATTRIBUTES, type ProviderEnvironment } from './settings.ts';
import { TYPE_NAMES } from './tables.ts';

export interface StandaloneOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly platforms: PlatformStore;
  readonly log: Log;
  readonly papers?: ProviderEnvironment['papers'];
}

/** The provider as people use it in plain HCL: no `bylaw` command around it, one block for each thing with a name. */
export function standaloneProvider({
  environment,
  platforms,
  log,
  papers,
}: StandaloneOptions): ProviderDefinition<ProviderInstance> {
  const course = new InFlightWork();
  const world: ProviderEnvironment = { environment, platforms, course, ...(papers === undefined ? {} : { papers }) };
  return {
    address: PROVIDER_ADDRESS,
    attributes: PROVIDER_ATTRIBUTES,
    validate: (config) => checkSettings(config, world),
    async configure(config) {
      const begun = performance.now();
      const configured = await configureProvider(config, world);
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
      course.stop();
    },
    resume() {
      course.resume();
    },
    settled: () => course.settled(),
  };
}
