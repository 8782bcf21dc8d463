import { randomUUID } from 'node:crypto'
import type { CloudPart, CloudResource } from '../contracts.ts'
import { ACCOUNT } from '../physical-names.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import type { EventBus } from './event-bus.ts'

/** Publishes object-created events to the default bus, for buckets with EventBridge notifications. */
interface BucketEvents extends CloudPart {
  /** Call it for every stored object. */
  objectCreated(upload: { readonly bucket: string; readonly key: string }): void
}

interface BucketEventsOptions {
  readonly resources: readonly CloudResource[]
  readonly put: EventBus['put']
  readonly describeObject: ObjectStore['describeObject']
}

/** Creates the notifications of the template's buckets. */
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

/** Name of the bucket with notifications: the resource itself, or the target of CDK's custom resource. */
function notifyingBucket({ type, ref, properties }: CloudResource): string[] {
  if (properties.NotificationConfiguration?.EventBridgeConfiguration === undefined) return []
  if (type === 'AWS::S3::Bucket') return [properties.BucketName ?? ref]
  return type === 'Custom::S3BucketNotifications' ? [properties.BucketName] : []
}
