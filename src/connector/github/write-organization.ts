import { choicesIn } from '../../resource/choices.ts';
import type { OwnAttributes } from '../../resource/resource-types.ts';
import type { Outcome } from '../../source/outcome.ts';
import { BASE_PERMISSION } from './base-permission.ts';
import { textOf } from './github-conventions.ts';
import { GITHUB_PATHS } from './github-endpoint.ts';
import { GITHUB_DONE, type GithubWriteContext, looksLike, makeStep } from './github-write-step.ts';

/** The name that pages show, and the base permission where somebody asks for one. Nothing else of it is sent. */
export async function setOrganization(
  writeContext: GithubWriteContext,
  { title, settings }: OwnAttributes<'scope'>,
): Promise<Outcome<null>> {
  const { login: org } = writeContext.endpoint;
  const { name, login } = writeContext.index.organization;
  const wanted: Record<string, string> = {};
  if (title !== (name ?? login)) wanted.name = title;
  const basePermission = choicesIn(settings).get(BASE_PERMISSION);
  if (basePermission !== undefined) wanted.default_repository_permission = basePermission;
  if (Object.keys(wanted).length === 0) return GITHUB_DONE;
  const made = await makeStep(writeContext, {
    name: `organization ${org}`,
    path: GITHUB_PATHS.organization(org),
    request: { route: 'PATCH /orgs/{org}', parameters: { org, ...wanted } },
    isDone: () =>
      looksLike(
        writeContext,
        { route: 'GET /orgs/{org}', parameters: { org } },
        (body) => Object.entries(wanted).every(([key, value]) => textOf(body, key) === value),
        false,
      ),
  });
  return made.ok ? GITHUB_DONE : made;
}
