import type { Cause } from '../../shared/decision.ts'
import { type Asked, concerns, type Held, mayErase } from '../../shared/privacy/answer.ts'
import { identityOf } from '../../shared/privacy/identity.ts'
import { change, commit } from '../../shared/table/commit.store.ts'
import { list, type Page } from '../../shared/table/list.store.ts'
import { eraseMail, eraseMessage, isErasedMail, isErasedMessage } from './erase-mail.ts'
import { commitQuietly, everyMailTo } from './mail.store.ts'
import type { Mail } from './mail.ts'
import { messages, messagesOf } from './message.store.ts'
import type { Message } from './message.ts'
import { removeRawMail } from './raw-mail.client.ts'

const pageSize = 100

type Context = { readonly cause: Cause; readonly now: string }

/** What the slice holds of a person: our mails to their addresses, and what they wrote to us. */
export async function heldEmail(asked: Asked, context: Context): Promise<Held[]> {
  const { store, identity = identityOf({}) } = asked
  const mails = (await Promise.all(identity.emails.map((address) => everyMailTo(store, address)))).flat()
  const written = await messagesBy(asked)
  return [
    ...mails
      .filter((mail) => !isErasedMail(mail) && concerns(asked, mail, { email: mail.to }))
      .map((mail) => heldMail(asked, mail, context)),
    ...written.map((message) => heldMessage(asked, message, context)),
  ]
}

function heldMail(asked: Asked, mail: Mail, { cause, now }: Context): Held {
  const erase = async () => {
    await commitQuietly(eraseMail(mail), cause, now)
  }
  const { id, orderId } = mail
  return { kind: 'mail', id, orderId, data: mail, ...(mayErase(asked, orderId) ? { erase } : {}) }
}

/** No index leads from an address to what its owner wrote: these requests are rare, and the walk costs no mail a write. */
async function messagesBy(asked: Asked): Promise<Message[]> {
  const { store } = asked
  const found: Message[] = []
  for (let after: string | undefined; ; ) {
    const partitions = [messagesOf(store)]
    const page: Page<Message> = await list(messages, store, {
      index: 'gsi1',
      partitions,
      after,
      limit: pageSize,
    })
    found.push(
      ...page.items.filter(
        (message) => !isErasedMessage(message) && concerns(asked, message, { email: message.from.address }),
      ),
    )
    if (page.next === undefined) return found
    after = page.next
  }
}

function heldMessage(asked: Asked, message: Message, { cause, now }: Context): Held {
  const { id, orderId, object } = message
  const erase = async () => {
    await removeRawMail(object.bucket, object.key)
    await commit([change(messages, eraseMessage(message))], cause, { at: now })
  }
  const record = { kind: 'message', id, data: message }
  if (orderId === undefined) return { ...record, erase }
  return { ...record, orderId, ...(mayErase(asked, orderId) ? { erase } : {}) }
}
