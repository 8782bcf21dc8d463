/** A state: its IBGE code and the ranges of the first five digits of its CEPs. */
export interface State {
  readonly ibge: string
  readonly ceps: readonly (readonly [from: number, to: number])[]
}

const cepRange = (from: number, to = from): readonly [number, number] => [from * 1000, to * 1000 + 999]

/** The states by abbreviation. CEP ranges: Correios; codes: IBGE. */
const states = {
  AC: { ibge: '12', ceps: [[69900, 69999]] },
  AL: { ibge: '27', ceps: [cepRange(57)] },
  AM: {
    ibge: '13',
    ceps: [
      [69000, 69299],
      [69400, 69899],
    ],
  },
  AP: { ibge: '16', ceps: [[68900, 68999]] },
  BA: { ibge: '29', ceps: [cepRange(40, 48)] },
  CE: { ibge: '23', ceps: [cepRange(60, 63)] },
  DF: {
    ibge: '53',
    ceps: [
      [70000, 72799],
      [73000, 73699],
    ],
  },
  ES: { ibge: '32', ceps: [cepRange(29)] },
  GO: {
    ibge: '52',
    ceps: [
      [72800, 72999],
      [73700, 76799],
    ],
  },
  MA: { ibge: '21', ceps: [cepRange(65)] },
  MG: { ibge: '31', ceps: [cepRange(30, 39)] },
  MS: { ibge: '50', ceps: [cepRange(79)] },
  MT: { ibge: '51', ceps: [[78000, 78899]] },
  PA: { ibge: '15', ceps: [[66000, 68899]] },
  PB: { ibge: '25', ceps: [cepRange(58)] },
  PE: { ibge: '26', ceps: [cepRange(50, 56)] },
  PI: { ibge: '22', ceps: [cepRange(64)] },
  PR: { ibge: '41', ceps: [cepRange(80, 87)] },
  RJ: { ibge: '33', ceps: [cepRange(20, 28)] },
  RN: { ibge: '24', ceps: [cepRange(59)] },
  RO: { ibge: '11', ceps: [[76800, 76999]] },
  RR: { ibge: '14', ceps: [[69300, 69399]] },
  RS: { ibge: '43', ceps: [cepRange(90, 99)] },
  SC: { ibge: '42', ceps: [cepRange(88, 89)] },
  SE: { ibge: '28', ceps: [cepRange(49)] },
  SP: { ibge: '35', ceps: [cepRange(1, 19)] },
  TO: { ibge: '17', ceps: [cepRange(77)] },
} satisfies Readonly<Record<string, State>>

/** The abbreviation of a state, in capitals. */
export type Uf = keyof typeof states

export const isState = (letters: string): letters is Uf => Object.hasOwn(states, letters)

/** The state of an abbreviation, in capital or small letters. */
export const stateOf = (uf: string | undefined): State | undefined => {
  const letters = uf?.trim().toUpperCase() ?? ''
  return isState(letters) ? states[letters] : undefined
}

/** The abbreviation of the state in which a CEP (eight digits) lies, if any. */
export const stateOfCep = (cep: string): string | undefined => {
  const prefix = Number(cep.slice(0, 5))
  return Object.entries<State>(states).find(([, { ceps }]) =>
    ceps.some(([from, to]) => prefix >= from && prefix <= to),
  )?.[0]
}
