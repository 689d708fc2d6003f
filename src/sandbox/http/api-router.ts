import createRouter from 'find-my-way';
import { apiOperations, type Operation } from '../api/openapi-document.ts';

export type ApiRoute =
  | { readonly operation: Operation; readonly params: Readonly<Record<string, string>> }
  /** The path exists with these methods only; none when there is no such path. */
  | { readonly operation: null; readonly allowed: readonly string[] };

export type ApiRouter = (method: string, path: string) => ApiRoute;

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Routes over the paths of the OpenAPI document: there is no other list of them. */
export function openApiRouter(): ApiRouter {
  const router = createRouter();
  for (const operation of apiOperations()) {
    const path = operation.path.replaceAll(/\{(\w+)\}/g, ':$1');
    router.on(operation.method, path, unused, operation);
  }
  return (method, path) => {
    const known = METHODS.find((name) => name === method);
    const match = known && router.find(known, path);
    if (match) {
      const operation: Operation = match.store;
      return { operation, params: definedOnly(match.params) };
    }
    return { operation: null, allowed: METHODS.filter((name) => router.find(name, path) !== null) };
  };
}

/** find-my-way wants a function for every route; we take the operation stored with it and call that ourselves. */
function unused(): void {}

function definedOnly(params: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
