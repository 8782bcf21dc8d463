import { handler, reactions } from '../../../functions/email/inbox.ts'
import { receiveMail } from '../../../functions/email/messages/receive-mail.client.ts'
import { type MailStage, setMailStage } from '../../email/support/mail-stage.ts'
import { busMessage, deliver } from '../../support/inbox.ts'
import { type Image, messagesOf, watchTable } from './messages.ts'

export const receivedAt = '2026-11-24T15:00:01.000Z'

/** The e-mail slice with its mails in, its inbox and its mails out. */
export interface MailPipeline {
  readonly fixture: MailStage
  /** A raw mail comes in, and is kept. */
  arrives(raw: Buffer): Promise<void>
  /** Brings the inbox all that follows from what was written, until nothing more does; gives the versions written. */
  follow(): Promise<Image[]>
  /** Versions that were written since the last time. */
  take(): Image[]
  stop(): Promise<void>
}

export async function openMailPipeline(): Promise<MailPipeline> {
  const stage = await setMailStage()
  const watched = watchTable()
  let objects = 0
  return {
    fixture: stage,
    async arrives(raw) {
      objects += 1
      const key = `incoming/fault-mail-${objects}`
      stage.mail.objects.set(`incoming-mail/${key}`, raw)
      await receiveMail(
        {
          source: 'aws.s3',
          'detail-type': 'Object Created',
          time: receivedAt,
          id: `event-${objects}`,
          detail: { bucket: { name: 'incoming-mail' }, object: { key } },
        },
        {
          now: receivedAt,
          cause: { actor: { type: 'system', id: 'test' }, causationId: 'e', correlationId: 'c' },
        },
      )
    },
    async follow() {
      const images: Image[] = []
      for (;;) {
        const fresh = watched.take()
        images.push(...fresh)
        const messages = fresh.flatMap((image) => messagesOf(image, [[handler, reactions]]))
        if (messages.length === 0) return images
        for (const { event, slice } of messages)
          expect(await deliver(handler, [busMessage(event, slice)])).toEqual([])
      }
    },
    take: watched.take,
    async stop() {
      watched.stop()
      await stage.stop()
    },
  }
}
