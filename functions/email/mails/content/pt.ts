import type { OrderSnapshot } from '../../../../events/orders/order-schema.ts'
import type { TemplateCode } from './template-codes.ts'

type Required = Record<TemplateCode, readonly string[]> & Record<`status.${OrderSnapshot['status']}`, string>

/**
 * What customers read, in Brazilian Portuguese. The other languages have the same keys and the same values in braces.
 * A template is a list of paragraphs; a paragraph with a missing fact is left out.
 */
export const pt = {
  greeting: 'Olá, {name}!',
  'greeting.unnamed': 'Olá!',
  farewell: 'Um abraço,',
  'subject.unnamed': 'A sua mensagem',
  'subject.acknowledgement': 'Recebemos a sua mensagem',
  'order-mail.farewell':
    'Se precisar de algo, responda a este e-mail e mantenha o número do pedido no assunto.',
  'order-mail.footer': 'Mensagem automática sobre o pedido {order}.',
  'order-accepted.subject': 'Pedido {order} recebido e conferido',
  'order-accepted.body':
    'Recebemos o seu pedido {order}, conferimos os dados e está tudo certo. Avisaremos quando ele for enviado.',
  'order-needs-correction.subject': 'Pedido {order}: precisamos que você corrija alguns dados',
  'order-needs-correction.body':
    'Ao conferir o seu pedido {order}, encontramos dados que só você pode corrigir. Enquanto isso, ele fica aguardando:',
  'order-needs-correction.what-to-do':
    'Responda a este e-mail com os dados corretos. Assim que forem corrigidos, o pedido segue normalmente.',
  'field.of-shipping': '{field} do endereço de entrega',
  'field.of-billing': '{field} do endereço de cobrança',
  'field.name': 'Nome completo',
  'field.email': 'E-mail',
  'field.phone': 'Telefone',
  'field.document': 'CPF ou CNPJ',
  'field.recipient': 'Destinatário',
  'field.street': 'Rua',
  'field.number': 'Número',
  'field.complement': 'Complemento',
  'field.district': 'Bairro',
  'field.city': 'Cidade',
  'field.uf': 'Estado (UF)',
  'field.cep': 'CEP',
  'field.ibgeCode': 'Município',
  'field.stateRegistration': 'Inscrição estadual',
  'field.other': 'Dados do cadastro',
  'status.placed': 'em preparação',
  'status.packed': 'embalado, aguardando a transportadora',
  'status.dispatched': 'a caminho',
  'status.delivered': 'entregue',
  'status.returned': 'devolvido',
  'status.cancelled': 'cancelado',
  acknowledgement: [
    'Recebemos a sua mensagem e já estamos cuidando dela. Uma pessoa da nossa equipe responde em breve.',
    'Ela é sobre o pedido {order}.',
    'Para acrescentar algo, é só responder a este e-mail.',
  ],
  'wrong-item': [
    'Sentimos muito: o item que chegou no pedido {order} não é o que você comprou.',
    'Para agilizar a troca, envie por favor uma foto do produto recebido e da etiqueta da embalagem. A devolução é por nossa conta, e enviamos o item certo assim que o errado for postado.',
  ],
  defective: [
    'Sentimos muito que o produto do pedido {order} tenha chegado com defeito.',
    'Você pode escolher entre a troca e o reembolso; a devolução é por nossa conta. Envie por favor uma foto ou um vídeo curto do defeito, e diga qual das duas opções prefere.',
  ],
  'not-as-described': [
    'Sentimos muito que o produto não corresponda ao anúncio.',
    'Conte por favor o que está diferente, se possível com uma foto. Vamos corrigir o anúncio, e você pode devolver o produto sem custo.',
    'O pedido é o {order}.',
  ],
  late: [
    'Pedimos desculpas pelo atraso do pedido {order}, que está {status}.',
    'Ele foi enviado em {dispatchedOn}.',
    'O código de rastreio da {carrier} é {tracking}.',
    'A entrega está prevista até {deliverBy}.',
    'Estamos acompanhando e avisaremos você assim que houver novidade.',
  ],
  'not-received': [
    'Sentimos muito que o pedido {order} não tenha chegado até você.',
    'O código de rastreio da {carrier} é {tracking}.',
    'Na transportadora ele consta como entregue em {deliveredOn}. Por favor verifique na portaria e com os vizinhos enquanto abrimos uma investigação.',
    'Se ele não for localizado, enviamos outro ou devolvemos o valor, como você preferir.',
  ],
  'partial-delivery': [
    'Sentimos muito que o pedido {order} tenha chegado incompleto.',
    'Diga por favor quais itens faltaram e, se possível, envie uma foto da embalagem. O que faltou segue sem custo.',
  ],
  'return-refund': [
    'Recebemos o seu pedido de devolução do pedido {order}.',
    'Você tem até sete dias após a entrega para desistir da compra. Enviaremos o código de postagem sem custo; o reembolso é feito assim que o produto chegar até nós, no mesmo meio de pagamento.',
  ],
  cancellation: [
    'Recebemos o seu pedido de cancelamento do pedido {order}, que está {status}.',
    'Se ele ainda não foi enviado, cancelamos e devolvemos o valor. Se já saiu, basta recusar a entrega ou devolvê-lo sem custo.',
  ],
  'invoice-request': [
    'Vamos enviar a nota fiscal do pedido {order} para este endereço.',
    'Se os dados da nota precisarem de correção, responda a este e-mail com os dados certos.',
  ],
  'warranty-repair': [
    'Vamos acionar a garantia do seu produto.',
    'O pedido é o {order}.',
    'Descreva por favor o problema e desde quando ele acontece, e envie uma foto do número de série, se houver.',
  ],
  service: [
    'Pedimos desculpas pelo atendimento que você recebeu. Não é assim que queremos trabalhar.',
    'Conte por favor o que aconteceu: o caso foi para a pessoa responsável, que vai falar com você.',
  ],
  praise: ['Ficamos muito felizes com a sua mensagem! Ela foi compartilhada com toda a equipe.'],
  question: [
    'Obrigado pela sua pergunta.',
    'O pedido {order} está {status}.',
    'O código de rastreio da {carrier} é {tracking}.',
  ],
  other: ['Obrigado pela sua mensagem.', 'O pedido {order} está {status}.'],
} as const satisfies Required & Readonly<Record<string, string | readonly string[]>>
