/** Area codes in use, and behind them a landline, a trunking radio or a mobile number (Anatel's numbering plan). */
const national = /^(?:[14689][1-9]|2[12478]|3[1-578]|5[13-5]|7[13-579])(?:[2-57]\d{7}|9\d{8})$/

/** 0, and the code of the carrier that long-distance calls are dialled by. */
const trunk = /^0(?:(?:1[245]|2[1-35]|31|4[13]|[56]5|99)(?=\d{10,11}$))?/

/**
 * A Brazilian telephone number in E.164, such as `+5511912345678`, however it was written; nothing for any other number,
 * or where it is not certain: area code or ninth digit missing, an extension, two numbers. libphonenumber, which would
 * be 38 KB in each bundle, agrees (a test compares the two).
 */
export function e164(phone: string): string | undefined {
  const [, plus = '', written = ''] = /^\s*(\+?)([\d\s().-]+)$/.exec(phone) ?? []
  const digits = written.replace(/\D/g, '')
  const abroad = digits.startsWith('55') ? digits.slice(2) : ''
  const readings = plus === '' ? [digits.replace(trunk, ''), abroad] : [abroad]
  const number = readings.find((one) => national.test(one))
  return number === undefined ? undefined : `+55${number}`
}
