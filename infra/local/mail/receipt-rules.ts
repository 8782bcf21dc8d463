/** SES receipt rules: accepted recipients and S3 locations. No I/O. */
import type { CloudResource } from '../contracts.ts'

/** S3 location of a mail: the message id follows the prefix. */
interface MailPlace {
  readonly bucket: string
  readonly prefix: string
}

/** Result of the active receipt rules for recipients. */
export interface ReceiptRules {
  /** Whether any rule matches the recipient; SES rejects mail for others. */
  accepts(recipient: string): boolean
  /** The distinct locations of a mail to these recipients, and whether a rule scans it. */
  placesFor(recipients: readonly string[]): {
    readonly places: readonly MailPlace[]
    readonly scanned: boolean
  }
}

interface Rule {
  readonly name: string
  readonly after: string | undefined
  readonly matches: (recipient: string) => boolean
  readonly places: readonly MailPlace[]
  readonly scanned: boolean
  readonly stops: boolean
}

/**
 * Reads the enabled `AWS::SES::ReceiptRule`s; all rule sets count as active, because CloudFormation does not
 * activate them.
 *
 * @throws Error naming a rule with an action other than S3 and Stop
 */
export function readReceiptRules(resources: readonly CloudResource[]): ReceiptRules {
  const rules = inOrder(resources.filter(({ type }) => type === 'AWS::SES::ReceiptRule').flatMap(readRule))
  return {
    accepts: (recipient) => rules.some(({ matches }) => matches(recipient)),
    placesFor: (recipients) => {
      const matching = rules.filter(({ matches }) => recipients.some(matches))
      const last = matching.findIndex(({ stops }) => stops)
      const applied = last === -1 ? matching : matching.slice(0, last + 1)
      const places = applied.flatMap((rule) => rule.places)
      const distinct = new Map(places.map((place) => [`${place.bucket}/${place.prefix}`, place]))
      return { places: [...distinct.values()], scanned: applied.some((rule) => rule.scanned) }
    },
  }
}

function readRule({ name, ref, properties }: CloudResource): Rule[] {
  const { Rule: rule, After: after } = properties
  if (rule.Enabled !== true) return []
  const actions: Record<string, CloudResource['properties']>[] = rule.Actions ?? []
  for (const action of actions) {
    const strange = Object.keys(action).find((kind) => kind !== 'S3Action' && kind !== 'StopAction')
    if (strange !== undefined)
      throw new Error(`Receipt rule ${name} has the action ${strange}: only S3 and Stop are supported`)
  }
  const recipients: string[] = rule.Recipients ?? []
  return [
    {
      name: rule.Name ?? ref,
      after,
      matches: (recipient) =>
        recipients.length === 0 || recipients.some((one) => matchesRecipient(one, recipient)),
      places: actions.flatMap(({ S3Action: place }) =>
        place ? [{ bucket: place.BucketName, prefix: place.ObjectKeyPrefix ?? '' }] : [],
      ),
      scanned: rule.ScanEnabled === true,
      stops: actions.some(({ StopAction: stop }) => stop !== undefined),
    },
  ]
}

/** Each rule directly after the one that it names, the others in template order. */
function inOrder(rules: readonly Rule[]): Rule[] {
  const names = new Set(rules.map(({ name }) => name))
  const following = (name: string | undefined): Rule[] =>
    rules.filter(({ after }) => after === name).flatMap((rule) => [rule, ...following(rule.name)])
  const first = rules.filter(({ after }) => after === undefined || !names.has(after))
  return first.flatMap((rule) => [rule, ...following(rule.name)])
}

/** `user@domain` also matches `user+label@domain`, `domain` its addresses, `.domain` those of subdomains. */
function matchesRecipient(condition: string, recipient: string): boolean {
  const [wanted, address] = [condition.toLowerCase(), recipient.toLowerCase()]
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1)
  if (!wanted.includes('@')) return wanted.startsWith('.') ? domain.endsWith(wanted) : domain === wanted
  const unlabelled = `${address.slice(0, at).split('+')[0]}@${domain}`
  return wanted === address || wanted === unlabelled
}
