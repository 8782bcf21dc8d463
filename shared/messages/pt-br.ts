/** What people read, in Brazilian Portuguese: the catalogue's own language; the others have the same keys. */
export const ptBr = {
  'mail.greeting': 'Olá, {name}!',
  'mail.greeting.unnamed': 'Olá!',
  'mail.farewell': 'Se precisar de algo, responda a este e-mail e mantenha o número do pedido no assunto.',
  'mail.automatic': 'Mensagem automática sobre o pedido {order}.',
  'mail.order-accepted.subject': 'Pedido {order} recebido e conferido',
  'mail.order-accepted.body':
    'Recebemos o seu pedido {order}, conferimos os dados e está tudo certo. Avisaremos quando ele for enviado.',
  'mail.order-needs-correction.subject': 'Pedido {order}: precisamos que você corrija alguns dados',
  'mail.order-needs-correction.body':
    'Ao conferir o seu pedido {order}, encontramos dados que só você pode corrigir. Enquanto isso, ele fica aguardando:',
  'mail.order-needs-correction.what-to-do':
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
} as const
