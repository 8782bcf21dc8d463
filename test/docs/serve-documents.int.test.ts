import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { handler, publicPaths } from '../../functions/docs/api.ts'
import { identityPlaceholder, webClientPlaceholder } from '../../functions/docs/serve-documents.http.ts'
import { writeDocuments } from '../../infra/documents/build-documents.ts'

const identity = 'https://retaguarda-dev.auth.example.com'
let bundle: string

beforeAll(async () => {
  bundle = await mkdtemp(join(tmpdir(), 'retaguarda-docs-'))
  await writeDocuments(bundle)
  process.env['LAMBDA_TASK_ROOT'] = bundle
  Object.assign(process.env, { IDENTITY_URL: identity, WEB_CLIENT_ID: 'client-of-people' })
})

afterAll(() => rm(bundle, { recursive: true }))

async function get(rawPath: string, headers: Record<string, string> = {}) {
  const {
    statusCode,
    headers: given,
    body = '',
    isBase64Encoded = false,
  } = await handler({
    rawPath,
    headers,
    requestContext: { requestId: 'JKJaXmPLvHcESHA=' } as never,
  })
  const raw = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8')
  return { status: statusCode, headers: given as Record<string, string>, raw, text: raw.toString() }
}

describe('the API documents', () => {
  it.each([
    ['/openapi.json', 'application/json', 'openapi'],
    ['/asyncapi.json', 'application/json', 'asyncapi'],
  ])('%s is served as JSON', async (path, type, field) => {
    const { status, headers, text } = await get(path)
    expect(status).toBe(200)
    expect(headers['content-type']).toBe(type)
    expect(headers['cache-control']).toBe('no-cache')
    expect(JSON.parse(text)).toHaveProperty(field)
  })

  it('name the token URL and the sign-in client of the deployment', async () => {
    const { text } = await get('/openapi.json')
    expect(JSON.parse(text)).toMatchObject({
      components: {
        securitySchemes: {
          oauth2: {
            'x-web-client-id': 'client-of-people',
            flows: { clientCredentials: { tokenUrl: `${identity}/oauth2/token` } },
          },
        },
      },
    })
    expect(text).not.toContain(identityPlaceholder)
    expect(text).not.toContain(webClientPlaceholder)
  })

  it('are not sent again to a client with the current version', async () => {
    const { headers } = await get('/openapi.json')
    const again = await get('/openapi.json', { 'if-none-match': `"other", ${headers['etag']}` })
    expect(again.status).toBe(304)
    expect(again.text).toBe('')
    expect(again.headers['etag']).toBe(headers['etag'])
    expect((await get('/openapi.json', { 'if-none-match': '"other"' })).status).toBe(200)
    expect((await get('/asyncapi.json')).headers['etag']).not.toBe(headers['etag'])
  })

  it('are compressed for a client that accepts compression', async () => {
    const plain = await get('/openapi.json')
    const { headers, raw } = await get('/openapi.json', { 'accept-encoding': 'br, gzip;q=0.8' })
    expect(headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(raw)).toEqual(plain.raw)
    expect(
      (await get('/openapi.json', { 'accept-encoding': 'gzip;q=0' })).headers['content-encoding'],
    ).toBeUndefined()
  })
})

describe('the docs page', () => {
  it('loads only files of the docs route', async () => {
    const { headers, text } = await get('/docs')
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    const needed = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url = '']) => `/${url}`)
    expect(needed).toHaveLength(7)
    for (const path of needed) expect((await get(path)).status).toBe(200)
  })

  it('allows only its own scripts and styles, the API and the token URL', async () => {
    const { headers } = await get('/docs')
    const policy = Object.fromEntries(
      headers['content-security-policy']!.split('; ').map((directive) => {
        const [name = '', ...sources] = directive.split(' ')
        return [name, sources]
      }),
    )
    expect(policy).toMatchObject({
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'"],
      'connect-src': ["'self'", identity],
      'frame-ancestors': ["'none'"],
    })
    expect(headers['x-content-type-options']).toBe('nosniff')
  })

  it.each([
    ['/docs/swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
    ['/docs/swagger-ui.css', 'text/css; charset=utf-8'],
    ['/docs/favicon-32x32.png', 'image/png'],
    ['/docs/oauth2-redirect.html', 'text/html; charset=utf-8'],
  ])('serves %s with a cache lifetime', async (path, type) => {
    const { headers, raw } = await get(path)
    expect(headers['content-type']).toBe(type)
    expect(headers['cache-control']).toBe('public, max-age=3600')
    expect(raw).toEqual(await readFile(join(bundle, path)))
  })

  it.each(['/docs/gone.js', '/docs/..%2fopenapi.json', '/docs/../openapi.json', '/docs/LICENSE', '/'])(
    'returns 404 at %s',
    async (path) => {
      const { status, headers, text } = await get(path)
      expect(status).toBe(404)
      expect(headers['content-type']).toBe('application/problem+json')
      expect(JSON.parse(text)).toMatchObject({ code: 'not-found', correlationId: 'JKJaXmPLvHcESHA=' })
    },
  )

  it('is served by the public routes', () => {
    expect(publicPaths).toEqual(['/openapi.json', '/asyncapi.json', '/docs', '/docs/{file}'])
  })
})

describe('the docs bundle', () => {
  it('contains no generator, no schema and no SDK', async () => {
    const { metafile } = await build({
      entryPoints: ['functions/docs/api.ts'],
      bundle: true,
      platform: 'node',
      write: false,
      metafile: true,
    })
    const inputs = Object.keys(metafile.inputs)
    expect(inputs).toContain('functions/docs/serve-documents.http.ts')
    expect(inputs.filter((input) => !/^(?:functions\/docs|shared)\//.test(input))).toEqual([])
  })
})
