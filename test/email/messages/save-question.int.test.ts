import { catalogue } from '../../../events/catalogue.ts'
import {
  type ChannelQuestionSnapshot,
  channelQuestionAsked,
} from '../../../events/channels/channel-events.ts'
import * as api from '../../../functions/email/api.ts'
import { handler } from '../../../functions/email/inbox.ts'
import { callerOf } from '../../support/http.ts'
import { busMessage, deliver, eventOf } from '../../support/inbox.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'

let fixture: SuiteFixture
beforeAll(async () => {
  fixture = await startSuiteFixture()
})
afterAll(() => fixture.stop())

const ask = callerOf(api)
const example = catalogue.get(channelQuestionAsked.type)?.example
  ?.snapshot as unknown as ChannelQuestionSnapshot
const asked = (more: Partial<ChannelQuestionSnapshot> = {}) =>
  busMessage(
    eventOf(channelQuestionAsked, { ...example, ...more }, { externalId: example.externalId }),
    'channels',
  )
const messages = async () => (await ask<{ items: { id: string }[] }>('GET', '/email/messages')).body.items

describe('a question of a channel', () => {
  it('is saved as a message, once, with its channel', async () => {
    expect(await deliver(handler, [asked(), asked(), asked({ version: 2 })])).toEqual([])
    const kept = await messages()
    expect(kept).toMatchObject([
      {
        excerpt: example.question.text,
        channel: { name: 'mercado-livre', externalId: '12297208947' },
        automatic: false,
      },
    ])
    const { body } = await ask('GET', `/email/messages/${kept[0]?.id}`)
    expect(body).toMatchObject({ text: example.question.text, channel: { listingId: 'MLB1234567890' } })
  })

  it('that the channel removed is ignored', async () => {
    const before = await messages()
    await deliver(handler, [
      asked({ id: 'chq_2', question: { ...example.question, status: 'banned', text: '' } }),
    ])
    expect(await messages()).toEqual(before)
  })
})
