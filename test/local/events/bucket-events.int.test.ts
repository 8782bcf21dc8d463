import { createHash } from 'node:crypto'
import { type FauxqsServer, startFauxqs } from 'fauxqs'
import type { CloudResource } from '../../../infra/local/contracts.ts'
import { createBucketEvents } from '../../../infra/local/events/bucket-events.ts'
import { type ObjectStore, openObjectStore } from '../../../infra/local/storage/object-store.ts'
import { eventually } from '../../support/eventually.ts'
import { type BusFixture, queueArn, resource, ruleTo, startBusFixture } from './bus-fixture.ts'

const bytes = Buffer.from('Olá')
const eventBridge = { NotificationConfiguration: { EventBridgeConfiguration: {} } }

let s3: FauxqsServer
let store: ObjectStore
let fixture: BusFixture

beforeEach(async () => {
  s3 = await startFauxqs({ port: 0, logger: false })
  s3.createBucket('mail-bucket')
  store = openObjectStore({ endpoint: `http://127.0.0.1:${s3.port}`, caller: 'ses' })
  fixture = await startBusFixture([
    ruleTo({ Arn: queueArn('mail') }, { EventPattern: { source: ['aws.s3'] } }),
  ])
})

afterEach(async () => {
  await fixture.bus.stop()
  await s3.stop()
})

async function upload(resources: CloudResource[], key: string): Promise<void> {
  const { describeObject } = store
  const events = createBucketEvents({ resources, put: fixture.bus.put, describeObject })
  await store.putObject('mail-bucket', key, bytes)
  events.objectCreated({ bucket: 'mail-bucket', key })
  await eventually('the notification', () => events.pending() === 0)
}

describe('a new object', () => {
  it.each<[string, CloudResource]>([
    ['the bucket itself', { ...resource('AWS::S3::Bucket', 'mail', eventBridge), ref: 'mail-bucket' }],
    [
      "CDK's custom resource",
      resource('Custom::S3BucketNotifications', 'notifications', {
        BucketName: 'mail-bucket',
        ...eventBridge,
      }),
    ],
  ])('publishes an event when %s subscribes to it', async (_who, bucket) => {
    await upload([bucket], 'inbound/mês 1')
    expect(fixture.bodies('mail')).toEqual([
      expect.objectContaining({
        source: 'aws.s3',
        'detail-type': 'Object Created',
        resources: ['arn:aws:s3:::mail-bucket'],
        detail: expect.objectContaining({
          version: '0',
          bucket: { name: 'mail-bucket' },
          object: {
            key: 'inbound/mês 1',
            size: bytes.length,
            etag: createHash('md5').update(bytes).digest('hex'),
            sequencer: expect.any(String),
          },
          reason: 'PutObject',
        }),
      }),
    ])
  })

  it('publishes no event in a bucket without notifications', async () => {
    await upload([{ ...resource('AWS::S3::Bucket', 'mail', {}), ref: 'mail-bucket' }], 'inbound/1')
    expect(fixture.sent).toEqual([])
  })

  it('publishes no event when it is deleted', async () => {
    const bucket = { ...resource('AWS::S3::Bucket', 'mail', eventBridge), ref: 'mail-bucket' }
    const events = createBucketEvents({
      resources: [bucket],
      put: fixture.bus.put,
      describeObject: store.describeObject,
    })
    events.objectCreated({ bucket: 'mail-bucket', key: 'never' })
    await eventually('the notification', () => events.pending() === 0)
    expect(fixture.sent).toEqual([])
  })
})

describe('an object store', () => {
  it('rejects an object that it cannot store', async () => {
    await expect(store.putObject('nowhere', 'x', bytes)).rejects.toThrow(
      /S3 answered 404 to the object nowhere\/x/,
    )
  })
})
