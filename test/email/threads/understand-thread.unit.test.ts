import type { EmailCategory, EmailUrgency } from '../../../events/email/email-categories.ts'
import {
  asListingQuestion,
  correctCategory,
  understandThread,
} from '../../../functions/email/threads/routing/understand-thread.ts'
import { anIncoming, aThread, minutesLater } from '../support/threads.ts'

const now = minutesLater(1)
const read = (
  name: EmailCategory,
  confidence: number,
  urgency: EmailUrgency = 'normal',
  reopened = false,
) => ({
  messageId: 'msg_2',
  understanding: {
    category: { name, confidence, why: ['palavra'], by: 'model' as const },
    urgency,
    language: 'pt' as const,
  },
  reopened,
})
const understood = (thread = aThread(), ...what: Parameters<typeof read>) =>
  understandThread(thread, read(...what), 0.7, now)

describe('classifying a thread', () => {
  it('records the category of its first message', () => {
    const { next, events } = understood(aThread(), 'late', 0.4)
    expect(next).toMatchObject({ version: 2, category: { name: 'late' }, urgency: 'normal', language: 'pt' })
    expect(events.map(({ type }) => type)).toEqual(['email.thread-understood'])
  })

  it('records it once', () => {
    const { next } = understood(aThread(), 'late', 0.4)
    expect(understood(next, 'late', 0.4).events).toEqual([])
  })

  it('takes a later category only when the first was unsure and the later is clearer', () => {
    const doubtful = understood(aThread(), 'question', 0.4).next
    expect(understood(doubtful, 'late', 0.8).next.category?.name).toBe('late')
    expect(understood(doubtful, 'late', 0.3).events).toEqual([])
    const certain = understood(aThread(), 'late', 0.8).next
    expect(understood(certain, 'praise', 0.99).events).toEqual([])
  })

  it('takes another topic that reopens the thread, but not thanks', () => {
    const ended = understood(aThread(), 'late', 0.8).next
    expect(understood(ended, 'defective', 0.75, 'normal', true).next.category?.name).toBe('defective')
    expect(understood(ended, 'praise', 0.99, 'low', true).events).toEqual([])
    expect(understood(ended, 'defective', 0.5, 'normal', true).events).toEqual([])
  })

  it('only raises the urgency', () => {
    const calm = understood(aThread(), 'late', 0.8).next
    const pressed = understood(calm, 'late', 0.8, 'high')
    expect(pressed.next.urgency).toBe('high')
    expect(pressed.events).toHaveLength(1)
    expect(understood(pressed.next, 'late', 0.8, 'low').events).toEqual([])
  })

  it('treats a question at a listing as a question', () => {
    const { understanding } = read('not-as-described', 0.8)
    const channel = { name: 'mercado-livre', externalId: '1', conversation: 'question 1' }
    const listed = { channel: { ...channel, listingId: 'MLB1' } }
    expect(asListingQuestion(understanding, listed).category).toMatchObject({ name: 'question', by: 'rules' })
    expect(asListingQuestion(understanding, { ...listed, orderId: 'ord_1' })).toBe(understanding)
    expect(asListingQuestion(understanding, { channel })).toBe(understanding)
    expect(asListingQuestion(understanding, {})).toBe(understanding)
  })

  it('ignores a merged thread', () => {
    expect(understood(aThread({ mergedInto: 'thr_other' }), 'late', 0.8).events).toEqual([])
  })
})

describe('a correction by an analyst', () => {
  const corrected = correctCategory(
    understood(aThread(), 'late', 0.8).next,
    { category: 'cancellation' },
    'ana',
    now,
  )

  it('is certain, and names its message', () => {
    expect(corrected.next.category).toEqual({ name: 'cancellation', confidence: 1, why: [], by: 'analyst' })
    expect(corrected.events[0]?.data).toEqual({
      from: 'late',
      to: 'cancellation',
      by: 'ana',
      messageId: anIncoming().id,
    })
  })

  it('is kept when a model classifies later messages', () => {
    expect(understood(corrected.next, 'late', 0.99, 'normal', true).events).toEqual([])
  })

  it('may confirm the model’s category, once', () => {
    const confirmed = correctCategory(
      understood(aThread(), 'late', 0.8).next,
      { category: 'late' },
      'ana',
      now,
    )
    expect(confirmed.events).toHaveLength(1)
    expect(correctCategory(confirmed.next, { category: 'late' }, 'ana', now).events).toEqual([])
  })

  it('is rejected for a merged thread', () => {
    expect(() => correctCategory(aThread({ mergedInto: 'thr_x' }), { category: 'late' }, 'ana', now)).toThrow(
      expect.objectContaining({ code: 'illegal-transition' }),
    )
  })
})
