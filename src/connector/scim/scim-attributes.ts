/** Attributes of RFC 7643 without access. `roles` and `entitlements` are not among them: they are grants. */
export const USER_LEAVES = [
  ...['schemas', 'meta', 'externalId', 'userName', 'email', 'emails', 'active', 'name', 'displayName'],
  ...['nickName', 'profileUrl', 'title', 'userType', 'preferredLanguage', 'locale', 'timezone', 'password'],
  ...['phoneNumbers', 'ims', 'photos', 'addresses', 'x509Certificates'],
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
];
export const GROUP_LEAVES = ['schemas', 'meta', 'externalId'];
export const REFERENCE_LEAVES = ['display', 'type', '$ref'];

/** Names of attributes are the same in whatever case (RFC 7643, 2.1): as they are read here. */
export const ATTRIBUTE_NAMES: ReadonlyMap<string, string> = new Map(
  [
    ...USER_LEAVES,
    ...GROUP_LEAVES,
    ...REFERENCE_LEAVES,
    ...[
      'totalResults',
      'startIndex',
      'itemsPerPage',
      'Resources',
      'detail',
      'status',
      'id',
      'groups',
      'members',
    ],
    ...['value', 'primary', 'version', 'patch', 'filter', 'etag', 'supported', 'roles', 'entitlements'],
  ].map((name) => [name.toLowerCase(), name]),
);
