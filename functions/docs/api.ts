import { serveDocuments } from './serve-documents.http.ts'

/** The routes that anyone may read, in API Gateway's words. */
export const publicPaths = ['/openapi.json', '/asyncapi.json', '/docs', '/docs/{file}'] as const

export const handler = serveDocuments
