import { kill, killAtCall } from './f-01-kill.ts'
import { power } from './f-02-power.ts'
import { allSyncsFail, checkpointSyncFails, oneSyncFails } from './f-03-sync-fails.ts'
import { uploadSyncFails } from './f-03-upload-sync.ts'
import { full } from './f-04-full.ts'
import { readOnly } from './f-05-read-only.ts'
import { rightsTaken } from './f-05-rights.ts'
import { cutBucket } from './f-06-bucket.ts'
import { cutLines, silentLines } from './f-06-cut.ts'
import { eachByte } from './f-06-each-byte.ts'
import { flippedBits } from './f-07-flipped-bits.ts'
import { sigterm, sigtermTwice } from './f-08-sigterm.ts'
import { storm } from './f-09-storm.ts'
import { crawlingReaders, deafReaders } from './f-11-slow-readers.ts'
import { clockSteps } from './f-17-clocks.ts'
import { restore } from './f-18-restore.ts'
import { commandFlood, giantFrames, joinFlood } from './f-19-floods.ts'
import { sameCid } from './f-20-same-cid.ts'
import { littleProcessor, outOfMemory } from './f-21-cgroup.ts'
import { noDescriptors } from './f-22-descriptors.ts'
import { oneSlowSync, slowSyncs } from './f-23-slow-disk.ts'
import { killInCheckpoint } from './f-24-checkpoint.ts'
import { longStop, shortStop } from './f-25-stand-still.ts'
import { idleProxy } from './f-26-idle.ts'
import { hostileProxy } from './f-26-proxies.ts'
import { logBlocked } from './f-28-log-blocked.ts'
import { startedTwice } from './f-29-twice.ts'
import { halfOpen } from './f-30-half-open.ts'
import type { Fault } from './fault.ts'

/** The rows of promises.md 3 for one node, by their numbers; a row may have several ways. */
export const matrix: readonly Fault[] = [
  kill,
  killAtCall,
  power,
  oneSyncFails,
  allSyncsFail,
  checkpointSyncFails,
  uploadSyncFails,
  full,
  readOnly,
  rightsTaken,
  eachByte,
  cutLines,
  cutBucket,
  silentLines,
  flippedBits,
  sigterm,
  sigtermTwice,
  storm,
  deafReaders,
  crawlingReaders,
  clockSteps,
  restore,
  commandFlood,
  joinFlood,
  giantFrames,
  sameCid,
  outOfMemory,
  littleProcessor,
  noDescriptors,
  slowSyncs,
  oneSlowSync,
  killInCheckpoint,
  shortStop,
  longStop,
  hostileProxy,
  idleProxy,
  logBlocked,
  startedTwice,
  halfOpen,
]
