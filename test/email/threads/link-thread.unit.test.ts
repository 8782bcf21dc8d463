import fc from 'fast-check'
import { subjectKey } from '../../../functions/email/mails/content/subject.ts'
import { replyAddress, threadToken, tokensIn } from '../../../functions/email/messages/thread-references.ts'
import {
  type Candidates,
  type Found,
  linkMessage,
} from '../../../functions/email/threads/joining/link-thread.ts'
import { aThread } from '../support/threads.ts'

type Mail = Parameters<typeof linkMessage>[0]

const aMail = (more: Partial<Mail> = {}): Mail => ({
  from: { address: 'maria@example.com', name: 'Maria' },
  subject: 'Oi',
  automatic: false,
  verdicts: { spam: 'PASS', virus: 'PASS', spf: 'PASS', dkim: 'PASS', dmarc: 'PASS' },
  defects: [],
  guards: [],
  ...more,
})
const stranger = { from: { address: 'eve@example.com', name: 'Eve' } }
const failed = { verdicts: { ...aMail().verdicts, dmarc: 'FAIL' } } as const
const machine = { automatic: true }

const found = (id: string, more: Parameters<typeof aThread>[0] = {}): Found => ({
  thread: aThread({ id, ...more }),
})
const inOur = (id: string) => ({
  ...found(id, {
    messages: [
      { id: 'rep_1', direction: 'out', at: '', automatic: false, reference: '<a@email.amazonses.com>' },
    ],
  }),
  reference: '<a@us-east-2.amazonses.com>',
})
const inTheirs = (id: string) => ({ ...found(id), reference: '<mail-1@example.com>' })
const among = (more: Partial<Candidates>): Candidates => ({ byReference: [], ofSender: [], ...more })

const outcome = (mail: Mail, candidates: Candidates, newMatter?: () => boolean): string => {
  const link = linkMessage(mail, candidates, newMatter)
  if (link.outcome === 'leave') return 'leave'
  if (link.outcome === 'join') return `${link.found.thread.id} by ${link.by}`
  const { order, suggestedThread, suggestedBecause } = link.opening
  return ['open', order?.link, order?.id, suggestedThread, suggestedBecause].filter(Boolean).join(' ')
}

const order = { id: 'ord_1', link: 'confirmed' } as const
const all = among({
  byToken: found('thr_token'),
  byReference: [inTheirs('thr_theirs')],
  ofSender: [found('thr_order', { order }), found('thr_subject', { subject: 'Oi' })],
})

describe('linking a mail', () => {
  it.each<[string, Mail, Candidates, string]>([
    ['by our token before all else', aMail({ orderId: 'ord_1' }), all, 'thr_token by token'],
    [
      'by what it answers next',
      aMail({ orderId: 'ord_1' }),
      { ...all, byToken: undefined },
      'thr_theirs by reference',
    ],
    [
      'then by its order',
      aMail({ orderId: 'ord_1', subject: 'Re: Oi' }),
      { ...all, byToken: undefined, byReference: [] },
      'thr_order by order',
    ],
    [
      'then by its subject',
      aMail({ subject: 'RE: oi' }),
      among({ ofSender: all.ofSender }),
      'thr_subject by subject',
    ],
    ['not by a subject that answers nothing', aMail(), among({ ofSender: all.ofSender }), 'open'],
    [
      'not by the order of a thread that has ended',
      aMail({ orderId: 'ord_1' }),
      among({ ofSender: [found('thr_1', { order, status: 'resolved' })] }),
      'open confirmed ord_1',
    ],
    ['a stranger’s by our token', aMail(stranger), among({ byToken: found('thr_1') }), 'thr_1 by token'],
    [
      'a stranger’s by a mail of ours',
      aMail(stranger),
      among({ byReference: [inOur('thr_1')] }),
      'thr_1 by reference',
    ],
    [
      'a stranger’s not by a mail of theirs',
      aMail(stranger),
      among({ byReference: [inTheirs('thr_1')] }),
      'open thr_1 stranger',
    ],
    [
      'a stranger’s not by the number of an order',
      aMail(stranger),
      among({ orderOfAnother: 'ord_1' }),
      'open suggested ord_1 order-of-another',
    ],
    ['none by a sender who failed', aMail(failed), all, 'open thr_token sender-failed'],
    [
      'none by a sender in doubt',
      aMail({ defects: ['sender-doubtful'] }),
      all,
      'open thr_token sender-failed',
    ],
    [
      'not to a thread that is closed, but beside it',
      aMail({ orderId: 'ord_1' }),
      among({ byToken: found('thr_1', { status: 'closed' }) }),
      'open confirmed ord_1 thr_1',
    ],
    ['a machine’s that answers nothing to none', aMail(machine), among({ orderOfAnother: 'ord_1' }), 'leave'],
    [
      'a machine’s that answers ours there',
      aMail(machine),
      among({ byReference: [inOur('thr_1')] }),
      'thr_1 by reference',
    ],
    ['spam to none', aMail({ guards: ['spam'] }), all, 'leave'],
    ['a virus to none', aMail({ guards: ['virus'] }), all, 'leave'],
  ])('%s', (_, mail, candidates, expected) => expect(outcome(mail, candidates)).toBe(expected))

  it('opens a new thread for another topic, unless the mail is a reply', () => {
    const candidates = among({ ofSender: [found('thr_1', { order, subject: 'Oi' })] })
    const mail = aMail({ orderId: 'ord_1' })
    expect(outcome(mail, candidates, () => true)).toBe('open confirmed ord_1 thr_1 another-topic')
    expect(outcome(mail, candidates, () => false)).toBe('thr_1 by order')
    expect(outcome({ ...mail, subject: 'Re: Oi' }, candidates, () => true)).toBe('thr_1 by subject')
  })
})

describe('the token of a thread', () => {
  it('is found in an address in any case', () => {
    const slug = fc.stringMatching(/^[a-z0-9]{1,40}$/)
    fc.assert(
      fc.property(slug, fc.string(), fc.string({ minLength: 1 }), (store, id, key) => {
        const token = threadToken(store, id, key)
        const address = replyAddress(store, token, 'mail.example.com')
        expect(address.split('@')[0]?.length).toBeLessThanOrEqual(64)
        expect(tokensIn(['x@y.z', address.toUpperCase()], store, 'mail.example.com')).toEqual([token])
        expect(tokensIn([address], `${store}x`, 'mail.example.com')).toEqual([])
        expect(tokensIn([address], store, 'other.example')).toEqual([])
        expect(threadToken(store, id, `${key}x`)).not.toBe(token)
        expect(threadToken(`${store}x`, id, key)).not.toBe(token)
      }),
    )
  })

  it.each(['loja+curto@m.x', 'loja@m.x', `loja+${'a'.repeat(20)}+b@m.x`, ''])('is not in %p', (address) =>
    expect(tokensIn([address], 'loja', 'm.x')).toEqual([]),
  )
})

it.each([
  ['RES: Re: ENC:  Pedido   1001', 'pedido 1001'],
  ['Re[2]: Oi', 'oi'],
  ['Fwd: RV: Hola', 'hola'],
  ['Recebi o errado', 'recebi o errado'],
])('the subject %p is about %p', (subject, key) => expect(subjectKey(subject)).toBe(key))
