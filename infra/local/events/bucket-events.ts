import { randomUUID } from 'node:crypto'
import type { CloudPart, CloudResource } from '../contracts.ts'
import { ACCOUNT } from '../physical-names.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import type { EventBus } from './event-bus.ts'

/** Tells the default bus of new objects, as buckets with EventBridge notifications do. */
interface BucketEvents extends CloudPart {
  /** Call it for every object that was put, whoever put it. */
  objectCreated(upload: { readonly bucket: string; readonly key: string }): void
}

interface BucketEventsOptions {
  readonly resources: readonly CloudResource[]
  readonly put: EventBus['put']
  readonly describeObject: ObjectStore['describeObject']
}

/** Makes the notifications of the template's buckets; buckets without them say nothing. */
export function createBucketEvents({ resources, put, describeObject }: BucketEventsOptions): BucketEvents {
  const buckets = new Set(resources.flatMap(notifyingBucket))
  let open = 0
  let sequence = 0

  async function publish(bucket: string, key: string): Promise<void> {
    const object = await describeObject(bucket, key)
    if (!object) return
    sequence += 1
    const detail = {
      version: '0',
      bucket: { name: bucket },
      object: { key, ...object, sequencer: sequence.toString(16).toUpperCase().padStart(18, '0') },
      'request-id': randomUUID(),
      requester: ACCOUNT,
      'source-ip-address': '127.0.0.1',
      reason: 'PutObject',
    }
    put('default', [
      {
        Source: 'aws.s3',
        DetailType: 'Object Created',
        Resources: [`arn:aws:s3:::${bucket}`],
        Detail: JSON.stringify(detail),
      },
    ])
  }

  return {
    objectCreated: ({ bucket, key }) => {
      if (!buckets.has(bucket)) return
      open += 1
      publish(bucket, key)
        .catch(() => undefined) // The store went away under us: the cloud is stopping.
        .finally(() => {
          open -= 1
        })
    },
    pending: () => open,
    stop: () => Promise.resolve(),
  }
}

/** The name of the bucket that a resource turns notifications on for: itself, or CDK's custom resource. */
function notifyingBucket({ type, ref, properties }: CloudResource): string[] {
  if (properties.NotificationConfiguration?.EventBridgeConfiguration === undefined) return []
  if (type === 'AWS::S3::Bucket') return [properties.BucketName ?? ref]
  return type === 'Custom::S3BucketNotifications' ? [properties.BucketName] : []
}
