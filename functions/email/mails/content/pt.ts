import type { Texts } from './template.ts'

/** Answers in Brazilian Portuguese. A paragraph that asks for a fact that is not known is left out. */
export const pt: Texts = {
  greeting: 'Olá, {name}!',
  'greeting.unnamed': 'Olá!',
  farewell: 'Um abraço,',
  'subject.unnamed': 'A sua mensagem',
  'subject.acknowledgement': 'Recebemos a sua mensagem',
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
}
