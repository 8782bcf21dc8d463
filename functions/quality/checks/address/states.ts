/** A state: its IBGE code and the ranges of the first five digits of its CEPs. */
export interface State {
  readonly ibge: string
  readonly ceps: readonly (readonly [from: number, to: number])[]
}

const whole = (from: number, to = from): readonly [number, number] => [from * 1000, to * 1000 + 999]

/** The states by abbreviation. CEP ranges: Correios; codes: IBGE. */
const states = {
  AC: { ibge: '12', ceps: [[69900, 69999]] },
  AL: { ibge: '27', ceps: [whole(57)] },
  AM: {
    ibge: '13',
    ceps: [
      [69000, 69299],
      [69400, 69899],
    ],
  },
  AP: { ibge: '16', ceps: [[68900, 68999]] },
  BA: { ibge: '29', ceps: [whole(40, 48)] },
  CE: { ibge: '23', ceps: [whole(60, 63)] },
  DF: {
    ibge: '53',
    ceps: [
      [70000, 72799],
      [73000, 73699],
    ],
  },
  ES: { ibge: '32', ceps: [whole(29)] },
  GO: {
    ibge: '52',
    ceps: [
      [72800, 72999],
      [73700, 76799],
    ],
  },
  MA: { ibge: '21', ceps: [whole(65)] },
  MG: { ibge: '31', ceps: [whole(30, 39)] },
  MS: { ibge: '50', ceps: [whole(79)] },
  MT: { ibge: '51', ceps: [[78000, 78899]] },
  PA: { ibge: '15', ceps: [[66000, 68899]] },
  PB: { ibge: '25', ceps: [whole(58)] },
  PE: { ibge: '26', ceps: [whole(50, 56)] },
  PI: { ibge: '22', ceps: [whole(64)] },
  PR: { ibge: '41', ceps: [whole(80, 87)] },
  RJ: { ibge: '33', ceps: [whole(20, 28)] },
  RN: { ibge: '24', ceps: [whole(59)] },
  RO: { ibge: '11', ceps: [[76800, 76999]] },
  RR: { ibge: '14', ceps: [[69300, 69399]] },
  RS: { ibge: '43', ceps: [whole(90, 99)] },
  SC: { ibge: '42', ceps: [whole(88, 89)] },
  SE: { ibge: '28', ceps: [whole(49)] },
  SP: { ibge: '35', ceps: [whole(1, 19)] },
  TO: { ibge: '17', ceps: [whole(77)] },
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
