/** What the small product tells of its API. */
export function openApiOfOrchard(): object {
  const text = { type: 'string' };
  const number = { type: 'integer' };
  const page = (row: string) => ({
    type: 'object',
    properties: { data: { type: 'array', items: { $ref: `#/components/schemas/${row}` } }, total: number },
  });
  const list = (row: string, summary: string) => ({
    summary,
    parameters: [{ $ref: '#/components/parameters/page' }, { $ref: '#/components/parameters/per_page' }],
    responses: { 200: { content: { 'application/json': { schema: page(row) } } } },
  });
  return {
    openapi: '3.0.3',
    info: { title: 'Orchard', version: '2' },
    servers: [{ url: '/api/v2' }],
    paths: {
      '/people': { get: list('Person', 'Everybody') },
      '/teams': { get: list('Team', 'All teams') },
      '/teams/{team_id}/people': { get: list('TeamPerson', 'Who is in a team') },
      '/grants': { get: list('Grant', 'Roles that are given') },
      '/harvests': { get: list('Grant', 'What was picked') },
    },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      parameters: {
        page: { name: 'page', in: 'query', schema: number },
        per_page: { name: 'per_page', in: 'query', schema: { ...number, maximum: 50 } },
      },
      schemas: {
        Person: {
          type: 'object',
          properties: {
            id: number,
            email: text,
            active: { type: 'boolean' },
            senior: { type: 'boolean' },
            locale: text,
          },
        },
        Team: { type: 'object', properties: { id: text, label: text, colour: text } },
        TeamPerson: { type: 'object', properties: { person_id: number, since: text } },
        Grant: {
          type: 'object',
          properties: {
            id: number,
            team: { ...text, nullable: true },
            person: { ...number, nullable: true },
            role: { ...text, enum: ['watcher', 'picker'] },
          },
        },
      },
    },
  };
}
