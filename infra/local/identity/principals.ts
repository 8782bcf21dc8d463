/** A machine client that the token endpoint accepts from the start. */
export interface MachineClient {
  readonly id: string
  readonly secret: string
  /** Every scope that it may request. */
  readonly scopes: readonly string[]
}

/** A person who signs in by choosing their e-mail address from a list, without a password. */
export interface Person {
  /** Subject of their tokens. */
  readonly id: string
  readonly email: string
  /** Groups of the user pool. */
  readonly roles: readonly string[]
}

/** Who can obtain tokens from the local cloud. The script that starts the cloud defines them. */
export interface Principals {
  readonly clients: readonly MachineClient[]
  readonly people: readonly Person[]
}
