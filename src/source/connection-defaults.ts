/** What is meant where nobody says how a platform is spoken to. On the ground floor, for every room that asks. */
export const DEFAULT_CONNECTOR = 'access-api';

/** The variable that holds a token, where a connector does not have a better name for it. */
export const DEFAULT_TOKEN_VARIABLE = 'BYLAW_TOKEN';

/** The connectors that come with Bylaw, by name. Others are described by files. */
export const BUILT_IN_CONNECTORS = ['access-api', 'github', 'scim'] as const;
