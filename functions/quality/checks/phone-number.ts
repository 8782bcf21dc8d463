import { parsePhoneNumberFromString } from 'libphonenumber-js/core'
import everyCountry from 'libphonenumber-js/max/metadata'

const country = 'BR'
const numbering = everyCountry.countries[country]
/** Of what the library knows only Brazil's numbers are used, so a bundle need not hold the others. */
const brazil = {
  version: everyCountry.version,
  country_calling_codes: { 55: [country] },
  countries: numbering === undefined ? {} : { [country]: numbering },
  nonGeographic: {},
}

/**
 * A Brazilian telephone number in E.164, such as `+5511912345678`, however it was written; nothing for any other number,
 * or where it is not certain: area code or ninth digit missing, an extension, two numbers.
 */
export function e164(phone: string): string | undefined {
  const parsed = parsePhoneNumberFromString(phone, { defaultCountry: country, extract: false }, brazil)
  return parsed?.isValid() === true && parsed.ext === undefined ? parsed.number : undefined
}
