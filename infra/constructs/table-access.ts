import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import {
  itemKeyPattern,
  type KeyRights,
  type KeyUser,
  type KindName,
  rightsOf,
  type SeriesName,
  seriesKeyPattern,
} from '../../shared/table/keys.ts'

/** Names of the table's indexes for the policies (`index/*` would include future ones). */
export const indexes = ['gsi1', 'gsi2'] as const

/** Reads by key and by index; no scans. */
export const readTable = ({ tableArn }: Table): PolicyStatement =>
  new PolicyStatement({
    actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
    resources: [tableArn, ...indexes.map((index) => `${tableArn}/index/${index}`)],
  })

/** Reads items of these kinds by key, of any store. */
const getItems = ({ tableArn }: Table, kinds: readonly KindName[]): PolicyStatement =>
  new PolicyStatement({
    actions: ['dynamodb:GetItem'],
    resources: [tableArn],
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': kinds.map(itemKeyPattern) },
    },
  })

/** Queries one list of all stores. */
const queryList = ({ tableArn }: Table, { index, partition }: KeyRights['query'][number]): PolicyStatement =>
  new PolicyStatement({
    actions: ['dynamodb:Query'],
    resources: [`${tableArn}/index/${index}`],
    conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [partition] } },
  })

/** Reads the keys that decrypt sealed histories, and the erasure records beside them. */
export const readKeys = ({ tableArn }: Table): PolicyStatement =>
  new PolicyStatement({ actions: ['dynamodb:GetItem', 'dynamodb:Query'], resources: [tableArn] })

/** Creates a store's keys on first use, and deletes them. */
export const changeKeys = ({ tableArn }: Table): PolicyStatement =>
  new PolicyStatement({ actions: ['dynamodb:PutItem'], resources: [tableArn] })

/**
 * Writes items of these kinds (the word after the store in a partition key, such as `ORDER`), of any store. IAM thus also
 * enforces that a slice never writes another slice's items. A transaction needs no further action.
 */
const putItems = ({ tableArn }: Table, kinds: readonly KindName[]): PolicyStatement =>
  new PolicyStatement({
    actions: ['dynamodb:PutItem'],
    resources: [tableArn],
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': kinds.map(itemKeyPattern) },
    },
  })

/** Takes numbers from these series, of any store. */
const takeNumbers = ({ tableArn }: Table, series: readonly SeriesName[]): PolicyStatement =>
  new PolicyStatement({
    actions: ['dynamodb:UpdateItem'],
    resources: [tableArn],
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': series.map(seriesKeyPattern) },
    },
  })

/** Updates counters in items of these kinds, of any store. */
const countItems = ({ tableArn }: Table, kinds: readonly KindName[]): PolicyStatement =>
  new PolicyStatement({
    actions: ['dynamodb:UpdateItem'],
    resources: [tableArn],
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': kinds.map(itemKeyPattern) },
    },
  })

/** The grants of the key register for these functions. */
export function keyGrants(table: Table, ...users: readonly KeyUser[]): PolicyStatement[] {
  const { get, put, count, take, query } = rightsOf(...users)
  return [
    ...(get.length > 0 ? [getItems(table, get)] : []),
    ...(put.length > 0 ? [putItems(table, put)] : []),
    ...(count.length > 0 ? [countItems(table, count)] : []),
    ...(take.length > 0 ? [takeNumbers(table, take)] : []),
    ...query.map((list) => queryList(table, list)),
  ]
}
