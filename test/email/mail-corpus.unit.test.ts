import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { receiveMessage } from '../../functions/email/message.ts'
import { parseMail } from '../../functions/email/parse-mail.ts'
import { stripQuotes } from '../../functions/email/strip-quotes.ts'

/** Public raw mails, kept beside the repository and not in it (see SOURCES.md there). */
const corpus = join(import.meta.dirname, '../../../shared/fixtures/mail')
const present = existsSync(corpus)
if (!present) console.warn(`the mail corpus is not at ${corpus}: its tests are skipped`)

interface Expected {
  readonly file: string
  /** Where two other parsers agree; a field is left out where they do not. */
  readonly expectedConsensus: Partial<Record<Field, string | number>>
}

type Field = 'subject' | 'from_email' | 'message_id' | 'in_reply_to' | 'attachmentsCount' | 'textStart'

const oneSpace = (text: unknown): string =>
  String(text ?? '')
    .replace(/\s+/g, ' ')
    .trim()

async function read(file: string): Promise<Record<Field, string>> {
  const mail = await parseMail(readFileSync(join(corpus, file)))
  const { next } = receiveMessage(mail, {
    store: 'loja-azul',
    receivedAt: '2026-11-24T15:00:00.000Z',
    object: { bucket: 'incoming-mail', key: file },
    whole: true,
    files: { types: [] },
    ourDomain: 'mail.example.com',
    ordersOfSender: [],
  })
  return {
    subject: next.subject,
    from_email: next.from.address.toLowerCase(),
    message_id: next.messageId ?? '',
    in_reply_to: next.inReplyTo ?? '',
    attachmentsCount: String(next.attachments.length),
    textStart: next.text,
  }
}

const agrees = (field: Field, expected: unknown, received: string): boolean => {
  const [want, have] = [oneSpace(expected), oneSpace(received)]
  if (field === 'textStart') return have.startsWith(want.slice(0, 60))
  return field === 'from_email' ? have === want.toLowerCase() : have === want
}

const whenPresent = present ? describe : describe.skip

whenPresent('the corpus of raw mails', () => {
  /** As measured. What differs: one subject that both others decode wrongly, one forwarded mail that we keep whole. */
  const measured: Record<Field, readonly [number, number]> = {
    subject: [57, 58],
    from_email: [60, 60],
    message_id: [44, 44],
    in_reply_to: [11, 11],
    attachmentsCount: [53, 54],
    textStart: [38, 38],
  }

  it('is read without a failure, and as other parsers read it', async () => {
    const lines = readFileSync(join(corpus, 'expected.jsonl'), 'utf8').trim().split('\n')
    const counts = Object.fromEntries(Object.keys(measured).map((field) => [field, [0, 0]])) as Record<
      Field,
      [number, number]
    >
    for (const line of lines) {
      const { file, expectedConsensus } = JSON.parse(line) as Expected
      const received = await read(file)
      for (const field of Object.keys(expectedConsensus) as Field[]) {
        if (!(field in measured)) continue
        counts[field][1] += 1
        if (agrees(field, expectedConsensus[field], received[field])) counts[field][0] += 1
      }
    }
    for (const field of Object.keys(measured) as Field[]) {
      expect([field, counts[field][1]]).toEqual([field, measured[field][1]])
      expect(counts[field][0]).toBeGreaterThanOrEqual(measured[field][0])
    }
  })
})

whenPresent('the corpus of replies', () => {
  it('loses its quotes as two other projects expect, as often as measured', () => {
    const replies = readdirSync(join(corpus, 'replies')).filter(
      (file) => file.endsWith('.txt') && !file.endsWith('.expected.txt'),
    )
    const right = replies.filter((file) => {
      const [reply = '', expected = ''] = [file, file.replace('.txt', '.expected.txt')].map((name) =>
        readFileSync(join(corpus, 'replies', name), 'utf8'),
      )
      return oneSpace(stripQuotes(reply)) === oneSpace(expected)
    })
    expect(replies).toHaveLength(51)
    // Most of the others follow layout rules of the project that they come from, or are in Russian, Polish or Swedish.
    expect(right.length).toBeGreaterThanOrEqual(37)
  })
})
