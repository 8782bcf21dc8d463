import fc from 'fast-check'

/** A state: its IBGE code, and its range of CEPs. */
interface State {
  readonly uf: string
  readonly ibge: string
  readonly ceps: readonly (readonly [from: string, to: string])[]
}

const state = (uf: string, ibge: string, ...ceps: (readonly [string, string])[]): State => ({
  uf,
  ibge,
  ceps,
})

/** Copied by hand from the table of Correios, independent of the code, so that a typo in one is found. */
export const brazil: readonly State[] = [
  state('AC', '12', ['69900000', '69999999']),
  state('AL', '27', ['57000000', '57999999']),
  state('AM', '13', ['69000000', '69299999'], ['69400000', '69899999']),
  state('AP', '16', ['68900000', '68999999']),
  state('BA', '29', ['40000000', '48999999']),
  state('CE', '23', ['60000000', '63999999']),
  state('DF', '53', ['70000000', '72799999'], ['73000000', '73699999']),
  state('ES', '32', ['29000000', '29999999']),
  state('GO', '52', ['72800000', '72999999'], ['73700000', '76799999']),
  state('MA', '21', ['65000000', '65999999']),
  state('MG', '31', ['30000000', '39999999']),
  state('MS', '50', ['79000000', '79999999']),
  state('MT', '51', ['78000000', '78899999']),
  state('PA', '15', ['66000000', '68899999']),
  state('PB', '25', ['58000000', '58999999']),
  state('PE', '26', ['50000000', '56999999']),
  state('PI', '22', ['64000000', '64999999']),
  state('PR', '41', ['80000000', '87999999']),
  state('RJ', '33', ['20000000', '28999999']),
  state('RN', '24', ['59000000', '59999999']),
  state('RO', '11', ['76800000', '76999999']),
  state('RR', '14', ['69300000', '69399999']),
  state('RS', '43', ['90000000', '99999999']),
  state('SC', '42', ['88000000', '89999999']),
  state('SE', '28', ['49000000', '49999999']),
  state('SP', '35', ['01000000', '19999999']),
  state('TO', '17', ['77000000', '77999999']),
]

/** CEPs of no state. */
export const ofNoState = ['00000000', '00999999', '78900000', '78999999']

const digits = (value: number, length: number) => String(value).padStart(length, '0')

/** Any state with any of its CEPs and any of its municipality codes. */
export const aPlace = fc.constantFrom(...brazil).chain(({ uf, ibge, ceps }) =>
  fc.record({
    uf: fc.constant(uf),
    cep: fc
      .constantFrom(...ceps)
      .chain(([from, to]) => fc.integer({ min: Number(from), max: Number(to) }))
      .map((cep) => digits(cep, 8)),
    ibgeCode: fc.nat({ max: 99_999 }).map((rest) => `${ibge}${digits(rest, 5)}`),
  }),
)
