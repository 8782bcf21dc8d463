import type { ptBr } from './pt-br.ts'

/** What people read, in English. */
export const en: Record<keyof typeof ptBr, string> = {
  'mail.greeting': 'Hello {name},',
  'mail.greeting.unnamed': 'Hello,',
  'mail.farewell': 'If you need anything, reply to this e-mail and keep the order number in the subject.',
  'mail.automatic': 'Automatic message about order {order}.',
  'mail.order-accepted.subject': 'Order {order} received and checked',
  'mail.order-accepted.body':
    'We received your order {order}, checked its details and all is well. We will tell you when it leaves.',
  'mail.order-needs-correction.subject': 'Order {order}: please correct some details',
  'mail.order-needs-correction.body':
    'While checking your order {order} we found details that only you can correct. It waits for them meanwhile:',
  'mail.order-needs-correction.what-to-do':
    'Reply to this e-mail with the right details. The order goes on as soon as they are corrected.',
  'field.of-shipping': '{field} of the shipping address',
  'field.of-billing': '{field} of the billing address',
  'field.name': 'Full name',
  'field.email': 'E-mail',
  'field.phone': 'Telephone',
  'field.document': 'CPF or CNPJ',
  'field.recipient': 'Recipient',
  'field.street': 'Street',
  'field.number': 'Number',
  'field.complement': 'Complement',
  'field.district': 'District',
  'field.city': 'City',
  'field.uf': 'State (UF)',
  'field.cep': 'Postal code (CEP)',
  'field.ibgeCode': 'Municipality',
  'field.stateRegistration': 'State registration (IE)',
  'field.other': 'Details of your registration',
}
