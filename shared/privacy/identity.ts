/** Whom a request is about: every document, e-mail address and telephone number that is known to be theirs. */
export interface Identity {
  readonly documents: readonly string[]
  readonly emails: readonly string[]
  readonly phones: readonly string[]
}

/** What a record says of the person whom it is about. */
export interface Person {
  readonly document?: string | undefined
  readonly email?: string | undefined
  readonly phone?: string | undefined
}

const bare = (document: string | undefined): string =>
  (document ?? '').replace(/[^0-9a-z]/gi, '').toUpperCase()
const folded = (email: string | undefined): string => (email ?? '').trim().toLowerCase()
/** The digits of a telephone number, without Brazil's country code. */
const dialled = (phone: string | undefined): string =>
  (phone ?? '').replace(/\D/g, '').replace(/^55(?=\d{10,11}$)/, '')

/** An identity in the spelling by which it is compared: each once, and nothing that is empty. */
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

/** How much is known of somebody. */
export const identifierCount = ({ documents, emails, phones }: Identity): number =>
  documents.length + emails.length + phones.length

/**
 * True when a record is about somebody: by document where both sides have one, since families share addresses and
 * telephones; else by e-mail address or telephone number.
 */
export function isAbout({ documents, emails, phones }: Identity, person: Person): boolean {
  const document = bare(person.document)
  if (document !== '' && documents.length > 0) return documents.includes(document)
  return emails.includes(folded(person.email)) || phones.includes(dialled(person.phone))
}

/** What a record adds to what is known of its person: only one under their document is sure enough for that. */
export function learnedFrom(identity: Identity, person: Person) {
  const sure = identity.documents.includes(bare(person.document))
  return identityOf(sure ? { emails: [person.email ?? ''], phones: [person.phone ?? ''] } : {})
}
