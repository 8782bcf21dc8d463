import type { Identity as PersonIdentity } from '../../events/privacy/privacy-schema.ts'

/** Identifiers of the person a request is about. */
export type Identity = PersonIdentity

/** The identifiers that a record contains. */
export interface Person {
  readonly document?: string | undefined
  readonly email?: string | undefined
  readonly phone?: string | undefined
}

const bare = (document: string | undefined): string =>
  (document ?? '').replace(/[^0-9a-z]/gi, '').toUpperCase()
const folded = (email: string | undefined): string => (email ?? '').trim().toLowerCase()
/** The digits of a phone number, without Brazil's country code. */
const dialled = (phone: string | undefined): string =>
  (phone ?? '').replace(/\D/g, '').replace(/^55(?=\d{10,11}$)/, '')

/** An identity in normalised spelling, without duplicates and empty values. */
export const identityOf = ({ documents, emails, phones }: Partial<Identity>) => ({
  documents: distinct(documents, bare),
  emails: distinct(emails, folded),
  phones: distinct(phones, dialled),
})

const distinct = (values: readonly string[] = [], spelling: (value: string) => string): string[] => [
  ...new Set(values.map(spelling).filter((value) => value !== '')),
]

/** Both identities as one. */
export const mergeIdentities = (one: Identity, other: Identity) =>
  identityOf({
    documents: [...one.documents, ...other.documents],
    emails: [...one.emails, ...other.emails],
    phones: [...one.phones, ...other.phones],
  })

/** How many identifiers of a person were found. */
export const identifierCount = ({ documents, emails, phones }: Identity): number =>
  documents.length + emails.length + phones.length

/**
 * True when a record is about a person: compared by document if both sides have one, since families share addresses and
 * phones; otherwise by e-mail address or phone number.
 */
export function isAbout({ documents, emails, phones }: Identity, person: Person): boolean {
  const document = bare(person.document)
  if (document !== '' && documents.length > 0) return documents.includes(document)
  return emails.includes(folded(person.email)) || phones.includes(dialled(person.phone))
}

/** The identifiers that a record adds to its person: only a record with their document is certain enough. */
export function learnedFrom(identity: Identity, person: Person) {
  const isCertain = identity.documents.includes(bare(person.document))
  return identityOf(isCertain ? { emails: [person.email ?? ''], phones: [person.phone ?? ''] } : {})
}
