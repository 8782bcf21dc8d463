/** SendEmail calls that SES v2 rejects and the local store would accept. No I/O. */

/** Body of a SendEmail call, as far as it is checked. */
export interface SendEmailCall {
  readonly FromEmailAddress?: string
  readonly Destination?: {
    readonly ToAddresses?: readonly string[]
    readonly CcAddresses?: readonly string[]
    readonly BccAddresses?: readonly string[]
  }
  readonly Content?: {
    readonly Simple?: {
      readonly Subject?: { readonly Data?: string }
      readonly Headers?: readonly { readonly Name: string; readonly Value: string }[]
    }
    readonly Raw?: { readonly Data?: string }
  }
  readonly EmailTags?: readonly { readonly Name: string; readonly Value: string }[]
  readonly ConfigurationSetName?: string
}

/** An error as SES v2 gives it. */
interface MailRefusal {
  readonly status: number
  /** Name of the exception. */
  readonly type: string
  readonly message: string
}

const MOST_RECIPIENTS = 50

/** Returns SES's error for the call, or undefined. */
export function rejectMail(
  call: SendEmailCall,
  configurationSets: ReadonlySet<string>,
): MailRefusal | undefined {
  const { ConfigurationSetName: set, EmailTags: tags = [], Destination: to = {} } = call
  if (set !== undefined && !configurationSets.has(set)) {
    return { status: 404, type: 'NotFoundException', message: `Configuration set <${set}> does not exist.` }
  }
  const recipients = [to.ToAddresses, to.CcAddresses, to.BccAddresses].flatMap((list) => list ?? [])
  if (recipients.length > MOST_RECIPIENTS) return badRequest(`Recipient count exceeds ${MOST_RECIPIENTS}.`)
  const strange = recipients.find((address) => /[\r\n\0]/.test(address) || !address.includes('@'))
  if (strange !== undefined) return badRequest('Illegal address')
  for (const { Name: name, Value: value } of tags) {
    if (!/^[\w-]{1,256}$/.test(name) || !/^[\w-]{1,256}$/.test(value)) {
      return badRequest(`Invalid message tag ${name}: only letters, digits, _ and - are allowed`)
    }
  }
  for (const { Name: name, Value: value } of call.Content?.Simple?.Headers ?? []) {
    const long = name.length > 126 || name.length + value.length > 996
    if (long || !/^[!-9;-~]+$/.test(name) || !/^[ -~]+$/.test(value)) {
      return badRequest(`Invalid header ${JSON.stringify(name)}: printable ASCII only, up to 996 characters`)
    }
  }
  return undefined
}

function badRequest(message: string): MailRefusal {
  return { status: 400, type: 'BadRequestException', message }
}
