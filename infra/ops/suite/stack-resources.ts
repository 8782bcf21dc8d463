import { env, optionalEnv } from '../../../shared/env.ts'
import { sendSigned } from '../../../shared/signed-request.client.ts'
import { CommandError } from '../commands/command-error.ts'
import { type DeployedResource, nameOf } from './suite.ts'

/**
 * The resources of a deployed stack, from CloudFormation's `ListStackResources`. The service answers in XML only; three
 * fields of its flat answer are read. Error: CloudFormation's, such as a missing stack.
 */
export async function stackResources(stack: string): Promise<DeployedResource[]> {
  const found: DeployedResource[] = []
  let token: string | undefined
  do {
    const page = await listResources(stack, token)
    found.push(...readResources(page))
    token = textIn(page, 'NextToken')
  } while (token !== undefined)
  return found
}

async function listResources(stack: string, token: string | undefined): Promise<string> {
  const form = new URLSearchParams({
    Action: 'ListStackResources',
    Version: '2010-05-15',
    StackName: stack,
    ...(token === undefined ? {} : { NextToken: token }),
  })
  const { status, body } = await sendSigned({
    service: 'cloudformation',
    method: 'POST',
    endpoint: new URL(
      optionalEnv('AWS_ENDPOINT_URL_CLOUDFORMATION') ??
        `https://cloudformation.${env('AWS_REGION')}.amazonaws.com`,
    ),
    path: '/',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  })
  const text = Buffer.from(body).toString('utf8')
  if (status !== 200)
    throw new CommandError(
      `CloudFormation error for the stack ${stack}: ${textIn(text, 'Message') ?? `status ${status}`}`,
    )
  return text
}

/** The resources of an answer; a resource that is not created yet, or is deleted, has no physical id. */
const readResources = (xml: string): DeployedResource[] =>
  [...xml.matchAll(/<member>(.*?)<\/member>/gs)].flatMap(([, member = '']) => {
    const [logicalId, type, id] = ['LogicalResourceId', 'ResourceType', 'PhysicalResourceId'].map((name) =>
      textIn(member, name),
    )
    const deleted = textIn(member, 'ResourceStatus') === 'DELETE_COMPLETE'
    return logicalId === undefined || type === undefined || id === undefined || deleted
      ? []
      : { name: nameOf(logicalId), type, id }
  })

function textIn(xml: string, tag: string): string | undefined {
  const [, text] = new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml) ?? []
  return text
    ?.replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')
}
