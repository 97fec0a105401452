import { atMostEvery } from '#server/kit/at-most-every.ts'
import type { Clock } from '#server/kit/clock.ts'
import type { Log } from '#server/kit/log.ts'
import type { FileStore } from './file-store.ts'
import { DiskStore } from './file-store-disk.ts'
import { S3Store } from './file-store-s3.ts'
import type { S3Place } from './s3-door.ts'

export type OpenStoreNeeds = {
  /** Null: the folder. */
  place: S3Place | null
  folder: string
  clock: Clock
  diary: Pick<Log, 'error' | 'info'>
}

const MINUTE_MS = 60_000

/** A disk that fails does so with each file: one line a minute says it. */
export const tellBroken = (folder: string, clock: Pick<Clock, 'steadyMs'>, diary: Pick<Log, 'error'>) =>
  atMostEvery(MINUTE_MS, clock.steadyMs, (why: string) => diary.error('file_disk_failed', { folder, why }))

/** Where files are kept. A bucket that cannot be reached is told of and keeps nobody from chatting: files are refused meanwhile. */
export async function openStore({ place, folder, clock, diary }: OpenStoreNeeds): Promise<FileStore> {
  const onDamaged = (hash: string) => diary.error('file_damaged', { hash })
  if (place === null) return DiskStore.open(folder, { clock, onDamaged, onBroken: tellBroken(folder, clock, diary) })
  const { bucket, prefix } = place
  const onTrouble = atMostEvery(MINUTE_MS, clock.steadyMs, (why: string) => {
    diary.error('file_store_failed', { bucket, prefix, why })
  })
  const store = new S3Store({ place, clock, onDamaged, onTrouble })
  void store.isWell().then((isWell) => isWell && diary.info('file_store_ready', { bucket, prefix }))
  return store
}
