import { identityOf, isAbout, learnedFrom } from '../../shared/privacy/identity.ts'

const maria = identityOf({
  documents: ['529.982.247-25'],
  emails: [' Maria@Example.com '],
  phones: ['+55 (11) 98765-4321'],
})

describe('the identity of a request', () => {
  it('matches in any notation', () => {
    expect(maria).toEqual({
      documents: ['52998224725'],
      emails: ['maria@example.com'],
      phones: ['11987654321'],
    })
    expect(isAbout(maria, { document: '52998224725' })).toBe(true)
    expect(isAbout(maria, { email: 'MARIA@example.com' })).toBe(true)
    expect(isAbout(maria, { phone: '11 98765-4321' })).toBe(true)
  })

  it('does not match another document with the same e-mail address and telephone', () => {
    const sister = { document: '111.444.777-35', email: 'maria@example.com', phone: '+5511987654321' }
    expect(isAbout(maria, sister)).toBe(false)
  })

  it('does not match without values', () => {
    expect(isAbout(maria, {})).toBe(false)
    expect(isAbout(identityOf({ emails: [''] }), { email: '' })).toBe(false)
  })

  it('is extended only by a record with the same document', () => {
    const record = { email: 'mariana@example.com', phone: '11912345678' }
    expect(learnedFrom(maria, { ...record, document: '529.982.247-25' })).toEqual({
      documents: [],
      emails: ['mariana@example.com'],
      phones: ['11912345678'],
    })
    expect(learnedFrom(maria, record)).toEqual({ documents: [], emails: [], phones: [] })
  })
})
