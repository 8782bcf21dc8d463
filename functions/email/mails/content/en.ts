import type { Texts } from './text-keys.ts'

/** What customers read, in English. */
export const en: Texts = {
  greeting: 'Hello {name},',
  'greeting.unnamed': 'Hello,',
  farewell: 'Kind regards,',
  'subject.unnamed': 'Your message',
  'subject.acknowledgement': 'We have your message',
  'order-mail.farewell':
    'If you need anything, reply to this e-mail and keep the order number in the subject.',
  'order-mail.footer': 'Automatic message about order {order}.',
  'order-accepted.subject': 'Order {order} received and checked',
  'order-accepted.body':
    'We received your order {order}, checked its details and all is well. We will tell you when it leaves.',
  'order-needs-correction.subject': 'Order {order}: please correct some details',
  'order-needs-correction.body':
    'While checking your order {order} we found details that only you can correct. It waits for them meanwhile:',
  'order-needs-correction.what-to-do':
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
  'status.placed': 'being prepared',
  'status.packed': 'packed and waiting for the carrier',
  'status.dispatched': 'on its way',
  'status.delivered': 'delivered',
  'status.returned': 'returned',
  'status.cancelled': 'cancelled',
  acknowledgement: [
    'We have received your message and are looking into it. Somebody of our team will answer soon.',
    'It is about order {order}.',
    'To add something, just reply to this e-mail.',
  ],
  'wrong-item': [
    'We are sorry: what arrived with order {order} is not what you bought.',
    'To speed up the exchange, please send a photo of what you received and of the label on the parcel. The return is at our cost, and the right item leaves as soon as the wrong one is posted.',
  ],
  defective: [
    'We are sorry that what you received with order {order} is faulty.',
    'You may choose between an exchange and a refund; the return is at our cost. Please send a photo or a short video of the fault, and say which of the two you prefer.',
  ],
  'not-as-described': [
    'We are sorry that the product is not as we described it.',
    'Please tell us what differs, with a photo if you can. We will correct the description, and you may return the product at no cost.',
    'The order is {order}.',
  ],
  late: [
    'We apologise for the delay of order {order}, which is {status}.',
    'It left us on {dispatchedOn}.',
    'The tracking code of {carrier} is {tracking}.',
    'It should arrive by {deliverBy}.',
    'We are keeping an eye on it and will tell you as soon as there is news.',
  ],
  'not-received': [
    'We are sorry that order {order} has not reached you.',
    'The tracking code of {carrier} is {tracking}.',
    'The carrier says that it was delivered on {deliveredOn}. Please ask at the reception and your neighbours while we have it looked for.',
    'If it is not found, we will send another or give you your money back, as you prefer.',
  ],
  'partial-delivery': [
    'We are sorry that order {order} arrived incomplete.',
    'Please tell us which items are missing, with a photo of the parcel if you can. What is missing follows at no cost.',
  ],
  'return-refund': [
    'We have your request to return order {order}.',
    'You may withdraw from the purchase within seven days of delivery. We will send you a free postage code; you are refunded, the way you paid, as soon as the product is back with us.',
  ],
  cancellation: [
    'We have your request to cancel order {order}, which is {status}.',
    'If it has not left yet, we cancel it and give you your money back. If it has, refuse the delivery or return it at no cost.',
  ],
  'invoice-request': [
    'We will send the invoice of order {order} to this address.',
    'If something on it needs correcting, reply to this e-mail with the right details.',
  ],
  'warranty-repair': [
    'We will have your product looked at under its warranty.',
    'The order is {order}.',
    'Please describe the problem and since when it happens, and send a photo of the serial number if there is one.',
  ],
  service: [
    'We apologise for how you were treated. That is not how we want to work.',
    'Please tell us what happened: your case is with the person in charge, who will get in touch with you.',
  ],
  praise: ['Your message made our day! We shared it with the whole team.'],
  question: [
    'Thank you for your question.',
    'Order {order} is {status}.',
    'The tracking code of {carrier} is {tracking}.',
  ],
  other: ['Thank you for your message.', 'Order {order} is {status}.'],
}
