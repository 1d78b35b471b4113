/** `/llms.txt` (llmstxt.org): where a program that reads finds what it needs. `docsPath` is null where the page is switched off. */
export const llmsText = (openApiPath: string, docsPath: string | null): string => `# Promptr

> A backend for prompts: keep them in versions, judge and improve them, move labels, render, run, test and share them. JSON over HTTP under /api/v1.

Send a person's \`Authorization: Bearer <token>\` (POST /api/v1/auth/login) or a program's \`X-API-Key\`. Failures are application/problem+json: go by \`code\`.
Repeat what creates or spends with the same \`Idempotency-Key\`. Lists answer \`{ data, pagination: { nextCursor } }\`.

Programs that speak MCP find prompts and tools at /mcp (streamable HTTP, the same keys); it only reads unless the address says ?write=1.

## Documents

- [OpenAPI document](${openApiPath}): every operation with its schemas, examples and failures
- [Failures](/docs/errors): every failure code; with \`Accept: application/json\` cause and cure of each
${docsPath === null ? "" : `- [Reference](${docsPath}): the same for people\n`}
## Optional

- [Health](/health): how the service and its parts are doing
- [Features](/api/v1/system/features): what is switched on here
`;
