import createRouter from 'find-my-way';
import type { StandInEndpoint } from './github-call.ts';

export interface GithubRoute {
  readonly endpoint: StandInEndpoint;
  readonly params: Readonly<Record<string, string>>;
}

export function githubRouter(endpoints: readonly StandInEndpoint[]) {
  const router = createRouter({ caseSensitive: true });
  for (const endpoint of endpoints) {
    router.on(endpoint.method, endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1'), unused, endpoint);
  }
  return (method: string, path: string): GithubRoute | null => {
    const known = (['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).find((one) => one === method);
    const match = known && router.find(known, path);
    if (!match) return null;
    const endpoint: StandInEndpoint = match.store;
    const params = Object.entries(match.params).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    );
    return { endpoint, params: Object.fromEntries(params) };
  };
}

/** The router wants a function; we take the endpoint that is stored with it. */
function unused(): void {}
