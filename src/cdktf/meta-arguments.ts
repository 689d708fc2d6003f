import type { TerraformMetaArguments } from '../terraform/synth/library.ts';

/** What Terraform knows of any block, out of a config that holds attributes too, without what is left out. */
export function metaArguments(config: TerraformMetaArguments): TerraformMetaArguments {
  const { dependsOn, count, provider, lifecycle, forEach, provisioners, connection } = config;
  return {
    ...(dependsOn === undefined ? {} : { dependsOn }),
    ...(count === undefined ? {} : { count }),
    ...(provider === undefined ? {} : { provider }),
    ...(lifecycle === undefined ? {} : { lifecycle }),
    ...(forEach === undefined ? {} : { forEach }),
    ...(provisioners === undefined ? {} : { provisioners }),
    ...(connection === undefined ? {} : { connection }),
  };
}
