/** Something wrong with what a person typed or wants: said in its words alone, without a stack. */
export class Refused extends Error {}
