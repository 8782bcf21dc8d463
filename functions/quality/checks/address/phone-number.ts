/** Area codes in use, each followed by a landline, trunking radio or mobile number (Anatel's numbering plan). */
const national = /^(?:[14689][1-9]|2[12478]|3[1-578]|5[13-5]|7[13-579])(?:[2-57]\d{7}|9\d{8})$/

/** A leading 0 and the carrier code of a long-distance call. */
const trunk = /^0(?:(?:1[245]|2[1-35]|31|4[13]|[56]5|99)(?=\d{10,11}$))?/

/**
 * A Brazilian telephone number in E.164, such as `+5511912345678`, from any notation. Undefined for other numbers and
 * for uncertain ones: area code or ninth digit missing, an extension, two numbers. A test compares it with
 * libphonenumber, which would add 38 KB to each bundle.
 */
export function e164(phone: string): string | undefined {
  const [, plus = '', written = ''] = /^\s*(\+?)([\d\s().-]+)$/.exec(phone) ?? []
  const digits = written.replace(/\D/g, '')
  const abroad = digits.startsWith('55') ? digits.slice(2) : ''
  const readings = plus === '' ? [digits.replace(trunk, ''), abroad] : [abroad]
  const number = readings.find((one) => national.test(one))
  return number === undefined ? undefined : `+55${number}`
}
