import { identityOf, isAbout, learnedFrom } from '../../shared/privacy/identity.ts'

const maria = identityOf({
  documents: ['529.982.247-25'],
  emails: [' Maria@Example.com '],
  phones: ['+55 (11) 98765-4321'],
})

describe('whom a request is about', () => {
  it('is compared however it is written', () => {
    expect(maria).toEqual({
      documents: ['52998224725'],
      emails: ['maria@example.com'],
      phones: ['11987654321'],
    })
    expect(isAbout(maria, { document: '52998224725' })).toBe(true)
    expect(isAbout(maria, { email: 'MARIA@example.com' })).toBe(true)
    expect(isAbout(maria, { phone: '11 98765-4321' })).toBe(true)
  })

  it('is not who has another document, though the address or the telephone are the same', () => {
    const sister = { document: '111.444.777-35', email: 'maria@example.com', phone: '+5511987654321' }
    expect(isAbout(maria, sister)).toBe(false)
  })

  it('is nobody of whom nothing is known', () => {
    expect(isAbout(maria, {})).toBe(false)
    expect(isAbout(identityOf({ emails: [''] }), { email: '' })).toBe(false)
  })

  it('is learned more of from a record under their own document only', () => {
    const record = { email: 'mariana@example.com', phone: '11912345678' }
    expect(learnedFrom(maria, { ...record, document: '529.982.247-25' })).toEqual({
      documents: [],
      emails: ['mariana@example.com'],
      phones: ['11912345678'],
    })
    expect(learnedFrom(maria, record)).toEqual({ documents: [], emails: [], phones: [] })
  })
})
