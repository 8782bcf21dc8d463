/**
 * Dictionaries for compression: the most frequent JSON of the suite, the most frequent last (RFC 1951 counts distances
 * back from the data). They are part of the stored format: after a change of one byte, items packed before cannot be
 * read. Add a better dictionary beside these instead.
 */
export const firstDictionary =
  '"not-applicable"{"check":"repeated-delivery","checkVersion":1,"outcome":"passed","evidence":[]}' +
  '{"check":"address-incomplete","payment-coverage","municipality-uf","cep-uf","arithmetic","cnpj","cpf"' +
  '"type":"quality-run","quality.order-passed","order.passed","order.placed","email.mail-sent","results":[' +
  '"order":{"status":"placed","status":"packed","packedAt":"","dispatchedAt":"","carrier":"","trackingCode":"' +
  '"refundedAmount":0,"approvedAt":"","reference":"","payment":{"status":"pending","approved","method":"pix",' +
  '"approvedAmount":"totals":{"discount":0,"freight":"fees":0,"total":"currency":"BRL",' +
  '"},"pass":{"contentVersion":1,"at":"}],"holds":[{"code":"","reason":"","placedBy":"quality","issueId":"iss_' +
  '"status":201,"headers":{"location":"/orders/ord_","etag":"\\"1\\""},"body":{' +
  '"quality":"checking","held":false,"blockers":["not-paid","not-passed"]}' +
  '"updatedAt":"","dispatchBy":"","deliverBy":"","placedAt":"2026-"},"shippingAddress":{"recipient":"' +
  '"street":"Avenida ","Rua ","number":"","complement":"","district":"Centro","city":"São Paulo","uf":"SP","cep":"' +
  '"ibgeCode":"35","phone":"+5511"},"billingAddress":{"channel":"loja-propria","externalId":"' +
  '"customer":{"name":"","email":"@example.com.br","phone":"+55","document":"' +
  '"lines":[{"sku":"","title":"","quantity":1,"unitPrice":"discount":0,"ncm":"","weightGrams":' +
  '"dimensionsMm":{"length":100,"width":100,"height":100}},{"sku":"' +
  '"aggregate":{"type":"order","id":"ord_","version":1},"causationId":"ord_","correlationId":"","actor":{"type":' +
  '"system","id":"client","id":"},"cause":{"causationId":"events":[{"type":"order.","data":{}}]' +
  '"occurredAt":"2026-"data":{"orderId":"ord_","contentVersion":1},"snapshot":{"status":"placed","id":"ord_' +
  '","store":"loja-","version":1,"contentVersion":1,"'

/** The checks in the order of a run, with each result for a new order without further facts. */
const firstResults: readonly (readonly [check: string, ...missing: string[]])[] = [
  ['repeated-delivery'],
  ['probable-duplicate'],
  ['cpf'],
  ['cnpj', 'not-applicable'],
  ['recipient', 'issuer'],
  ['state-registration', 'recipientTax'],
  ['cep-uf'],
  ['municipality-uf'],
  ['address-incomplete'],
  ['payment-coverage', 'not-applicable'],
  ['payment-identity', 'not-applicable'],
  ['arithmetic'],
  ['price', 'skus'],
  ['channel-fees', 'channelFees'],
  ['listing-mapping', 'listings'],
  ['oversell', 'skus'],
  ['reservation', 'reservation'],
  ['dispatch-deadline', 'handlingP90Minutes'],
  ['carrier-limits', 'carriers'],
  ['weight-mismatch', 'scale'],
  ['freight', 'freightQuote'],
  ['item-fiscal-data', 'fiscalItems'],
  ['interstate', 'issuer', 'fiscalItems'],
  ['intermediary', 'marketplaces'],
  ['invoice-coherence', 'invoice'],
  ['fraud'],
  ['open-problem', 'openComplaints'],
  ['last-look', 'channelOrder'],
  ['pack-scan', 'packScan'],
]

const result = (check: string, outcome: string, more = ''): string =>
  `{"check":"${check}","checkVersion":1,"outcome":"${outcome}","evidence":[]${more}}`

const resultsAtFirst = firstResults.map(([check, ...missing]) => {
  if (missing.length === 0) return result(check, 'passed')
  return missing[0] === 'not-applicable'
    ? result(check, 'not-applicable')
    : result(check, 'not-evaluated', `,"missing":${JSON.stringify(missing)}`)
})
const allPassed = firstResults.map(([check]) => result(check, 'passed'))

/** The second dictionary also contains a run of all checks, first without further facts and then with all of them. */
export const secondDictionary =
  '"evidence":[{"field":"customer.document","expected":"","received":""}],"mode":"block","department":"front-office"},' +
  '"failed":[{"check":"","customerCanCorrect":true}]}}]"quality.order-failed","pass":{"contentVersion":1,"contentHash":"' +
  `"outcome":"passed","results":[${allPassed.join()}],"factsVersion":1,"changedBy":"loja-` +
  '"cause":{"actor":{"type":"system","id":"run-checks-when-order-changes"},"causationId":"ord_' +
  '"events":[{"type":"quality.order-passed","data":{"orderId":"ord_","contentVersion":1,"contentHash":"' +
  `"holds":[]},"checkedAt":"2026-","outcome":"passed","results":[${resultsAtFirst.join()}],"changedBy":"loja-` +
  firstDictionary
