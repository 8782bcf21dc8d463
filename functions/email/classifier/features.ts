import { foldText } from './fold-text.ts'
import { matchingRules } from './rules.ts'

/** A feature of a text: a word, a pair of words, a run of characters, or a matching rule. */
export interface Feature {
  /** The hash by which the model identifies it. */
  readonly hash: number
  readonly value: number
  /** A readable form; runs of characters have none. */
  readonly name?: string
  readonly rule?: boolean
}

const shortestRun = 3
const longestRun = 5
/** A rule has as much weight as a fifth of all words of a text. */
const ruleValue = 0.5

/**
 * The features of a text, each once: words and pairs of words, runs of 3 to 5 characters within a word and its edges,
 * and matching rules. The squared values of the words add up to a half, and so do those of the runs: otherwise the
 * many runs would outweigh the words, and long mails the short ones.
 */
export function featuresOf(text: string): Feature[] {
  const folded = foldText(text)
  if (folded === '') return []
  const words = folded.split(' ')
  const named = new Map<number, string>()
  const runs = new Set<number>()
  words.forEach((word, at) => {
    const next = words[at + 1]
    named.set(hashOf(`w${word}`), word)
    if (next !== undefined) named.set(hashOf(`w${word} ${next}`), `${word} ${next}`)
    for (const run of runsOf(` ${word} `)) runs.add(hashOf(run))
  })
  const wordValue = Math.sqrt(0.5 / named.size)
  const runValue = Math.sqrt(0.5 / runs.size)
  return [
    ...Array.from(named, ([hash, name]) => ({ hash, value: wordValue, name })),
    ...Array.from(runs, (hash) => ({ hash, value: runValue })),
    ...matchingRules(folded).map((name) => ({
      hash: hashOf(`rule ${name}`),
      value: ruleValue,
      name,
      rule: true,
    })),
  ]
}

function runsOf(padded: string): string[] {
  const runs: string[] = []
  const longest = Math.min(longestRun, padded.length)
  for (let length = Math.min(shortestRun, longest); length <= longest; length += 1) {
    for (let at = 0; at + length <= padded.length; at += 1) runs.push(padded.slice(at, at + length))
  }
  return runs
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}
