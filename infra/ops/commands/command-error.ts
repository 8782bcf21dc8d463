/** A user error of a command: printed as its message, without a stack. */
export class CommandError extends Error {}
