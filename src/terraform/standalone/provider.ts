import type { Log } from '../provider/protocol/log.ts';
import type { ProviderDefinition } from '../provider/protocol/row.ts';
import { PROVIDER_ADDRESS } from '../provider/rows/tables.ts';
import { can } from './can.ts';
import { DATA_SOURCES } from './data.ts';
import type { Platforms } from './platforms.ts';
import { resourceRow } from './resource-row.ts';
import { Course, type Session } from './session.ts';
import { checkSettings, configure, PROVIDER_ATTRIBUTES, type World } from './settings.ts';
import { TYPE_NAMES } from './tables.ts';

export interface Standalone {
  readonly environment: NodeJS.ProcessEnv;
  readonly platforms: Platforms;
  readonly log: Log;
  readonly papers?: World['papers'];
}

/** The provider as people use it in plain HCL: no `bylaw` command around it, one block for each thing with a name. */
export function standaloneProvider({
  environment,
  platforms,
  log,
  papers,
}: Standalone): ProviderDefinition<Session> {
  const course = new Course();
  const world: World = { environment, platforms, course, ...(papers === undefined ? {} : { papers }) };
  return {
    address: PROVIDER_ADDRESS,
    attributes: PROVIDER_ATTRIBUTES,
    validate: (config) => checkSettings(config, world),
    async configure(config) {
      const begun = performance.now();
      const configured = await configure(config, world);
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
    functions: [can],
    stop() {
      course.stop();
    },
    resume() {
      course.resume();
    },
    settled: () => course.settled(),
  };
}
