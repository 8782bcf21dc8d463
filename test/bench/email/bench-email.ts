/** `npm run bench:email`: measures mail classification on real complaints; fails when a budget is exceeded. */
import { build } from 'esbuild'
import { featuresOf } from '../../../functions/email/classifier/features.ts'
import {
  type Measures,
  measure,
  type Prediction,
  predict,
} from '../../../functions/email/classifier/measure.ts'
import { likelihoods } from '../../../functions/email/classifier/model.ts'
import { packModel, unpackModel } from '../../../functions/email/classifier/model-file.ts'
import type { CategoryModel, LanguageModel } from '../../../functions/email/classifier/models.ts'
import { learnFrom } from '../../../functions/email/classifier/retrain.ts'
import { seedExamples } from '../../../functions/email/classifier/seed/seed-examples.ts'
import { readSeedModels } from '../../../functions/email/classifier/seed-models.file.ts'
import { understandMail } from '../../../functions/email/classifier/understand-mail.ts'
import { atLeast, atMost, budgetResult, type Figure, median } from '../figure.ts'
import { tableOf } from '../table.ts'
import { areComplaintsPresent, type Complaint, kindOf, numberOf, readComplaints } from './complaints.ts'

/** Cross-validation: each part is tested once by a model trained on the other parts. */
const parts = 5
const corrections = [0, 100, 250, 500, 1000, Number.POSITIVE_INFINITY] as const
const minConfidence = 0.7

/** Results of a store model on unseen complaints, after a number of corrections for each part. */
interface Result {
  readonly corrections: number
  readonly seven: Measures
  readonly three: Measures
  readonly sure: Measures
  readonly coverage: number
  readonly kilobytes: number
}

function resultAfter(most: number, complaints: readonly Complaint[]): Result {
  const judged: Prediction[] = []
  const kinds: Prediction[] = []
  let kilobytes = 0
  let learnt = 0
  for (let part = 0; part < parts; part += 1) {
    const corrected = complaints
      .filter((one) => one.part !== part)
      .sort((a, b) => numberOf(a.text) - numberOf(b.text))
      .slice(0, most)
    const rest = complaints.filter((one) => one.part === part)
    const weights = packModel(learnFrom(corrected))
    kilobytes = Math.max(kilobytes, weights.length / 1024)
    learnt = corrected.length
    const predicted = predict(unpackModel(weights), rest)
    judged.push(...predicted)
    kinds.push(
      ...predicted.map((one, n) => ({
        ...one,
        predicted: kindOf(one.predicted),
        right: rest[n]?.kind ?? '',
      })),
    )
  }
  const sure = judged.filter(({ probability }) => probability >= minConfidence)
  return {
    corrections: learnt,
    seven: measure(judged),
    three: measure(kinds),
    sure: measure(sure),
    coverage: sure.length / judged.length,
    kilobytes,
  }
}

const percent = (name: string, value: number, least?: number): Figure => ({
  name,
  value: 100 * value,
  unit: '%',
  ...(least === undefined ? {} : { bound: atLeast(least) }),
})

function complaintFigures(): Figure[] {
  const complaints = readComplaints(parts)
  const curve = corrections.map((most) => resultAfter(most, complaints))
  const [seed, last] = [curve[0], curve.at(-1)]
  if (seed === undefined || last === undefined) throw new Error('The curve has no points.')
  return [
    ...curve.flatMap(({ corrections, seven, three, coverage, sure }) => [
      percent(`${corrections} corrections: macro-F1, 7 classes`, seven.macroF1),
      percent(`${corrections} corrections: macro-F1, 3 classes`, three.macroF1),
      percent(`${corrections} corrections: share above the confidence threshold`, coverage),
      percent(`${corrections} corrections: accuracy above the confidence threshold`, sure.accuracy),
    ]),
    percent('seed alone: macro-F1, 3 classes', seed.three.macroF1, 60),
    percent('store: accuracy, 3 classes', last.three.accuracy, 91),
    percent('store: macro-F1, 3 classes', last.three.macroF1, 86),
    percent('store: accuracy, 7 classes', last.seven.accuracy, 86),
    percent('store: macro-F1, 7 classes', last.seven.macroF1, 70),
    percent('store: accuracy above the confidence threshold (0.7)', last.sure.accuracy, 93),
    percent('store: share of mail above the confidence threshold', last.coverage, 80),
    { name: 'store: largest weights', value: last.kilobytes, unit: 'KB', bound: atMost(195) },
    percent('language: complaints detected as Portuguese', shareOfPortuguese(complaints), 97),
  ]
}

const seedModels = readSeedModels()
const languages: LanguageModel = unpackModel(seedModels.languages)
const categories: CategoryModel = unpackModel(seedModels.categories)

function shareOfPortuguese(complaints: readonly Complaint[]): number {
  const read = complaints.map(({ text }) => likelihoods(languages, featuresOf(text))[0]?.label)
  return read.filter((language) => language === 'pt').length / read.length
}

/** Milliseconds to classify one seed mail with warm code. */
function timePerMail(): number {
  const times = Array.from({ length: 5 }, () =>
    seedExamples.map(({ text }) => {
      const begun = performance.now()
      understandMail({ text, usualLanguage: 'pt' }, categories, languages)
      return performance.now() - begun
    }),
  )
  return median(times.slice(1).flat())
}

/** Size of the classifier in a bundle: code and weights, minified, in KB. */
async function bundlePart(): Promise<number> {
  const { outputFiles } = await build({
    stdin: {
      contents: "export * from './understand-mail.ts'; export * from './model-file.ts'",
      resolveDir: `${import.meta.dirname}/../../../functions/email/classifier`,
      loader: 'ts',
    },
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    write: false,
  })
  const code = outputFiles[0]?.contents.length ?? Number.NaN
  return (code + JSON.stringify(seedModels).length) / 1024
}

const figures: Figure[] = [
  ...(areComplaintsPresent ? complaintFigures() : []),
  { name: 'bundle: classifier', value: await bundlePart(), unit: 'KB', bound: atMost(200) },
  { name: 'time to classify a mail, warm', value: timePerMail(), unit: 'ms', bound: atMost(1) },
]
console.log(tableOf(figures))
if (!areComplaintsPresent) console.log('Complaints are missing; mail classification was not measured.')
const overBudget = figures.filter((figure) => budgetResult(figure) === 'exceeded')
if (overBudget.length > 0) {
  console.error(`\nbudgets exceeded: ${overBudget.map(({ name }) => name).join('; ')}`)
  process.exitCode = 1
}
