import { okResponse } from '../api/api-response.ts';
import type { OperationHandler } from '../api/handler.ts';
import { organizationJson } from '../records/organization-record.ts';

export const getOrganization: OperationHandler<'getOrganization'> = (_request, { organization, rules }) => {
  // The revision is part of what is shown, so it is what the ETag has to follow.
  return okResponse(organizationJson(organization, rules.name), {
    id: organization.id,
    version: organization.version + organization.revision,
  });
};
