import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { liveOrigin, type OrganizationEndpoint } from './organization-endpoint.ts';

export function incompleteRead(organizationEndpoint: OrganizationEndpoint, message: string): Diagnostic {
  return diagnostic('connector-incomplete-read', message, liveOrigin(organizationEndpoint, ''));
}

export function unknownLiveOrganization(organizationEndpoint: OrganizationEndpoint): Diagnostic {
  return diagnostic(
    'unknown-live-organization',
    `There is no ${organizationEndpoint.base} (404)`,
    liveOrigin(organizationEndpoint, ''),
  );
}
