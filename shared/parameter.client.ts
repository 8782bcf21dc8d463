import { optionalEnv } from './env.ts'
import { callJsonService } from './json-service.client.ts'

const call = (operation: string, input: object): Promise<Record<string, unknown>> =>
  callJsonService({
    service: 'ssm',
    endpoint: optionalEnv('AWS_ENDPOINT_URL_SSM'),
    target: `AmazonSSM.${operation}`,
    protocol: '1.1',
    input,
  })

/** The decrypted value of a secure parameter of Systems Manager; nothing when it does not exist. */
export async function readParameter(name: string): Promise<string | undefined> {
  const found = await unlessMissing(call('GetParameter', { Name: name, WithDecryption: true }))
  const parameter = found?.['Parameter'] as { readonly Value?: unknown } | undefined
  return typeof parameter?.Value === 'string' ? parameter.Value : undefined
}

/** Writes a secure parameter (4 KB at most); replaces an existing one. */
export async function writeParameter(name: string, value: string): Promise<void> {
  await call('PutParameter', { Name: name, Value: value, Type: 'SecureString', Overwrite: true })
}

/** Deletes a parameter; a missing one is no error. */
export async function deleteParameter(name: string): Promise<void> {
  await unlessMissing(call('DeleteParameter', { Name: name }))
}

async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof Error && error.message.includes('ParameterNotFound')) return undefined
    throw error
  }
}
