import { basename } from 'node:path';
import type { Construct } from 'constructs';
import { DEFAULT_CONNECTOR } from '../source/connection-defaults.ts';
import { App } from '../terraform/synth/library.ts';
import type { BylawProvider } from './blocks/provider-block.ts';

/** An organization through a provider. */
interface ManagedOrganization extends Construct {
  readonly organization: string;
  readonly provider: BylawProvider;
}

const BY_APP = new WeakMap<App, ManagedOrganization[]>();

/**
 * Says so where two constructs of an app manage one organization in one place: two states would undo each other's work
 * for ever. The same documents in two places, a trial and the real one, are two organizations.
 */
export function requireManagedOnce(access: ManagedOrganization): void {
  const app = App.of(access);
  const all = BY_APP.get(app) ?? [];
  BY_APP.set(app, all);
  all.push(access);
  access.node.addValidation({
    validate() {
      const place = placeOf(access);
      const first = all.find((one) => placeOf(one) === place);
      if (first === access || first === undefined || access.organization === '') return [];
      return [`${first.node.path} manages ${access.organization} in the same place: remove one of the two.`];
    },
  });
}

function placeOf({ provider, organization }: ManagedOrganization): string {
  const { connectorInput, urlInput, remoteInput, settingsInput } = provider;
  const url = urlInput?.replace(/\/+$/, '');
  // Each stack has a copy of a connector file, in a folder of its own.
  const connector = basename(connectorInput ?? DEFAULT_CONNECTOR);
  return JSON.stringify([connector, url, settingsInput, remoteInput ?? organization]);
}
