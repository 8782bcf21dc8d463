import { serveDocuments } from './serve-documents.http.ts'

/** The public routes, in API Gateway's notation. */
export const publicPaths = ['/openapi.json', '/asyncapi.json', '/docs', '/docs/{file}'] as const

export const handler = serveDocuments
