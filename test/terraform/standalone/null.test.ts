/** Null where a name is meant, as conditions in lists leave it. */

import { encode } from '@msgpack/msgpack';
import { expect, test } from 'vitest';
import * as protocol from '../../../src/terraform/provider/protocol/messages.ts';
import type { TypeName } from '../../../src/terraform/standalone/schema/resource-tables.ts';
import { asked, told } from './asked.ts';

test.each<[TypeName, string]>([
  ['bylaw_role', 'permissions'],
  ['bylaw_role', 'includes'],
  ['bylaw_group', 'groups'],
  ['bylaw_group', 'permissions'],
  ['bylaw_assignment', 'roles'],
])('a null in the names of %s.%s is told at its attribute', async (typeName, name) => {
  const { ask } = await asked();
  // As terraform packs it: our own codec has no way to write such a row.
  const config = {
    msgpack: encode({ name: 'r', scope: 'acme', principal: 'group:acme/qa', [name]: ['build:view', null] }),
  };
  const { diagnostics } = await ask('ValidateResourceConfig', protocol.ValidateResourceConfig, {
    typeName,
    config,
  });
  expect(told(diagnostics)).toEqual([`error ${name}: A name is null`]);
});
