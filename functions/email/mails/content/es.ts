import type { Texts } from './text-keys.ts'

/** What customers read, in Spanish. */
export const es: Texts = {
  greeting: '¡Hola, {name}!',
  'greeting.unnamed': '¡Hola!',
  farewell: 'Un saludo,',
  'subject.unnamed': 'Tu mensaje',
  'subject.acknowledgement': 'Hemos recibido tu mensaje',
  'order-mail.farewell':
    'Si necesitas algo, responde a este correo y conserva el número del pedido en el asunto.',
  'order-mail.footer': 'Mensaje automático sobre el pedido {order}.',
  'order-accepted.subject': 'Pedido {order} recibido y verificado',
  'order-accepted.body':
    'Recibimos tu pedido {order}, verificamos los datos y todo está bien. Te avisaremos cuando salga.',
  'order-needs-correction.subject': 'Pedido {order}: necesitamos que corrijas algunos datos',
  'order-needs-correction.body':
    'Al verificar tu pedido {order}, encontramos datos que solo tú puedes corregir. Mientras tanto, queda en espera:',
  'order-needs-correction.what-to-do':
    'Responde a este correo con los datos correctos. En cuanto se corrijan, el pedido sigue su curso.',
  'field.of-shipping': '{field} de la dirección de envío',
  'field.of-billing': '{field} de la dirección de facturación',
  'field.name': 'Nombre completo',
  'field.email': 'Correo electrónico',
  'field.phone': 'Teléfono',
  'field.document': 'CPF o CNPJ',
  'field.recipient': 'Destinatario',
  'field.street': 'Calle',
  'field.number': 'Número',
  'field.complement': 'Complemento',
  'field.district': 'Barrio',
  'field.city': 'Ciudad',
  'field.uf': 'Estado (UF)',
  'field.cep': 'Código postal (CEP)',
  'field.ibgeCode': 'Municipio',
  'field.stateRegistration': 'Inscripción estatal',
  'field.other': 'Datos de tu registro',
  'status.placed': 'en preparación',
  'status.packed': 'embalado, a la espera del transportista',
  'status.dispatched': 'en camino',
  'status.delivered': 'entregado',
  'status.returned': 'devuelto',
  'status.cancelled': 'cancelado',
  acknowledgement: [
    'Hemos recibido tu mensaje y ya nos ocupamos de él. Una persona de nuestro equipo te responderá pronto.',
    'Es sobre el pedido {order}.',
    'Para añadir algo, responde a este correo.',
  ],
  'wrong-item': [
    'Lo sentimos mucho: lo que llegó con el pedido {order} no es lo que compraste.',
    'Para agilizar el cambio, envíanos por favor una foto del producto recibido y de la etiqueta del paquete. La devolución corre por nuestra cuenta, y el artículo correcto sale en cuanto envíes el equivocado.',
  ],
  defective: [
    'Sentimos mucho que el producto del pedido {order} haya llegado defectuoso.',
    'Puedes elegir entre el cambio y el reembolso; la devolución corre por nuestra cuenta. Envíanos por favor una foto o un vídeo corto del defecto, y dinos cuál de las dos opciones prefieres.',
  ],
  'not-as-described': [
    'Sentimos mucho que el producto no corresponda a la descripción.',
    'Cuéntanos por favor qué es diferente, si puedes con una foto. Corregiremos la descripción, y puedes devolver el producto sin coste.',
    'El pedido es el {order}.',
  ],
  late: [
    'Pedimos disculpas por el retraso del pedido {order}, que está {status}.',
    'Salió de nuestro almacén el {dispatchedOn}.',
    'El código de seguimiento de {carrier} es {tracking}.',
    'La entrega está prevista hasta el {deliverBy}.',
    'Lo estamos siguiendo y te avisaremos en cuanto haya novedades.',
  ],
  'not-received': [
    'Sentimos mucho que el pedido {order} no te haya llegado.',
    'El código de seguimiento de {carrier} es {tracking}.',
    'Según el transportista se entregó el {deliveredOn}. Pregunta por favor en la portería y a los vecinos mientras abrimos una investigación.',
    'Si no aparece, te enviamos otro o te devolvemos el dinero, como prefieras.',
  ],
  'partial-delivery': [
    'Sentimos mucho que el pedido {order} haya llegado incompleto.',
    'Dinos por favor qué artículos faltan y, si puedes, envíanos una foto del paquete. Lo que falta te llegará sin coste.',
  ],
  'return-refund': [
    'Hemos recibido tu solicitud de devolución del pedido {order}.',
    'Puedes desistir de la compra hasta siete días después de la entrega. Te enviaremos un código de envío sin coste; el reembolso se hace por el mismo medio de pago en cuanto nos llegue el producto.',
  ],
  cancellation: [
    'Hemos recibido tu solicitud de cancelación del pedido {order}, que está {status}.',
    'Si aún no salió, lo cancelamos y te devolvemos el dinero. Si ya salió, basta con rechazar la entrega o devolverlo sin coste.',
  ],
  'invoice-request': [
    'Enviaremos la factura del pedido {order} a esta dirección.',
    'Si algún dato necesita corrección, responde a este correo con los datos correctos.',
  ],
  'warranty-repair': [
    'Vamos a tramitar la garantía de tu producto.',
    'El pedido es el {order}.',
    'Describe por favor el problema y desde cuándo ocurre, y envíanos una foto del número de serie, si lo hay.',
  ],
  service: [
    'Pedimos disculpas por la atención que recibiste. No es así como queremos trabajar.',
    'Cuéntanos por favor qué pasó: tu caso está con la persona responsable, que se pondrá en contacto contigo.',
  ],
  praise: ['¡Tu mensaje nos ha alegrado mucho! Lo hemos compartido con todo el equipo.'],
  question: [
    'Gracias por tu pregunta.',
    'El pedido {order} está {status}.',
    'El código de seguimiento de {carrier} es {tracking}.',
  ],
  other: ['Gracias por tu mensaje.', 'El pedido {order} está {status}.'],
}
