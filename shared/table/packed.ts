import { deflateRawSync, inflateRawSync } from 'node:zlib'

/**
 * What the suite's JSON repeats most, the most frequent last (RFC 1951 counts distances back from the data). It is
 * part of the format: whoever changes a byte of it can no longer read what was packed before, so a better one would
 * be a second dictionary beside this one, told apart by the first byte.
 */
const dictionary = Buffer.from(
  '"not-applicable"{"check":"repeated-delivery","checkVersion":1,"outcome":"passed","evidence":[]}' +
    '{"check":"address-incomplete","payment-coverage","municipality-uf","cep-uf","arithmetic","cnpj","cpf"' +
    '"type":"quality-run","quality.order-passed","order.cleared","order.placed","email.mail-sent","results":[' +
    '"order":{"status":"placed","status":"packed","packedAt":"","dispatchedAt":"","carrier":"","trackingCode":"' +
    '"refundedAmount":0,"approvedAt":"","reference":"","payment":{"status":"pending","approved","method":"pix",' +
    '"approvedAmount":"totals":{"discount":0,"freight":"fees":0,"total":"currency":"BRL",' +
    '"},"clearance":{"contentVersion":1,"at":"}],"holds":[{"code":"","reason":"","placedBy":"quality","issueId":"iss_' +
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
    '","store":"loja-","version":1,"contentVersion":1,"',
)

/** Bytes of output that zlib makes room for at a time; its own 16 KB, for half a KB of order, cost as much as the work. */
const chunkSize = 2048

/**
 * JSON as raw deflate (RFC 1951) over that dictionary. States, what happened and history are kept so: a three-line
 * order of 1.5 KB takes half a KB, which keeps each change of it within one write unit, and no index or condition
 * ever looks inside.
 */
export const pack = (value: unknown): Uint8Array =>
  deflateRawSync(JSON.stringify(value), { dictionary, chunkSize })

/** The value that `pack` packed. */
export const unpack = (packed: Uint8Array): unknown =>
  JSON.parse(inflateRawSync(packed, { dictionary, chunkSize }).toString('utf8'))
