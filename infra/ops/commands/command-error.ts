/** Something wrong with what a person typed or wants: said in its words alone, without a stack. */
export class CommandError extends Error {}
