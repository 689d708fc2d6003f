import type { DataSourceDefinition } from '../provider/protocol/row.ts';
import { ACCESS_SOURCE } from './data/access-data-source.ts';
import { GROUP_SOURCE } from './data/group-data-source.ts';
import { MEMBER_SOURCE } from './data/member-data-source.ts';
import { PLATFORM_SOURCE } from './data/platform-data-source.ts';
import type { ProviderInstance } from './session/provider-session.ts';

/** What plain HCL can read of the organization and of the platform. */
export const DATA_SOURCES: readonly DataSourceDefinition<ProviderInstance>[] = [
  ACCESS_SOURCE,
  GROUP_SOURCE,
  MEMBER_SOURCE,
  PLATFORM_SOURCE,
];
