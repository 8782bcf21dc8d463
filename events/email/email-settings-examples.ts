import { exampleOf } from '../example.ts'
import { emailSettingsChanged } from './email-settings-events.ts'

const handling = { department: 'front-office', firstResponseHours: 4, resolutionHours: 30 } as const

/** One example of each event of the mail settings. */
export const emailSettingsExamples = [
  exampleOf(
    emailSettingsChanged,
    { fields: ['signature', 'hours'] },
    {
      id: 'email-settings',
      store: 'loja-azul',
      version: 1,
      autoRouteFrom: 0.7,
      acknowledge: true,
      language: 'pt',
      displayName: 'Loja Azul',
      signature: 'Equipe Loja Azul',
      hours: { opens: '09:00', closes: '18:00', weekdays: [1, 2, 3, 4, 5, 6], uf: 'SP' },
      limits: {
        mailsOfSenderPerHour: 60,
        acknowledgementsPerDay: 3,
        repliesInThreadPerHour: 20,
        repliesToAddressPerHour: 40,
      },
      categories: {
        'wrong-item': { ...handling, department: 'stock-logistics' },
        defective: handling,
        'not-as-described': handling,
        late: { ...handling, department: 'stock-logistics' },
        'not-received': { ...handling, department: 'stock-logistics' },
        'partial-delivery': { ...handling, department: 'stock-logistics' },
        'return-refund': { ...handling, department: 'finance' },
        cancellation: handling,
        'invoice-request': { ...handling, department: 'finance' },
        'warranty-repair': handling,
        service: handling,
        praise: handling,
        question: handling,
        other: handling,
      },
    },
  ),
]
