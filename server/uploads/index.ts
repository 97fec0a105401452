import type { File, Upload, UploadWish } from '#protocol/files.ts'
import { limits } from '#protocol/limits.ts'
import type { Handlers, Right, Standing } from '#server/accounts/caller.ts'
import type { Principal } from '#server/accounts/principals.ts'
import type { EventLog, RoomStorage } from '#server/delivery/event-log.ts'
import { type FileStore, type KeptBlobs, tellBroken } from '#server/files/index.ts'
import type { Clock } from '#server/kit/clock.ts'
import { Limiter } from '#server/kit/limiter.ts'
import type { Log } from '#server/kit/log.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Inspect } from '#server/pictures/inspected.ts'
import { can } from '#server/rooms/index.ts'
import type { Sql } from '#server/storage/database.ts'
import { fileOf } from './file-rows.ts'
import { Finishing } from './finishing.ts'
import { createOpenUpload, type UploadQuota } from './open-upload.ts'
import { PartialFiles } from './partial-files.ts'
import { createReadFile } from './read-file.ts'
import { createReadFiles } from './read-files.ts'
import { createReadStorage } from './read-storage.ts'
import { createRefuseShared } from './shared-space.ts'
import { type Slice, SliceTaker } from './slice-taker.ts'
import { deleteWaitingFile, findStored } from './stored-rows.ts'
import { createSweepUploads } from './sweep-uploads.ts'
import { deleteUpload, findUpload, type UploadRow } from './upload-rows.ts'

export { cleanName } from './clean-name.ts'
export * from './file-rows.ts'
export type { FileForm, Served } from './read-file.ts'
export { filesOfRoom, type RoomFileRow } from './room-files.ts'

export type UploadsNeeds = {
  storage: RoomStorage
  log: Pick<EventLog, 'unsettled'>
  clock: Clock
  diary: Pick<Log, 'error'>
  store: FileStore
  blobs: KeptBlobs
  inspect: Inspect
  /** Folder for what is on its way. */
  folder: string
  findStanding(roomId: string, personId: string): Promise<Readonly<Standing>>
  quota: UploadQuota & {
    roomFilesBytes: number
    houseFilesBytes: number
    uploadsBurst: number
    uploadsPerMinute: number
    slicesAtOnce: number
    slicesPerPerson: number
    slicesPerAddress: number
    uploadBytesPerSecond: number
    historyBurst: number
    historyPerSecond: number
  }
}

/** Requests that carry bytes, of a person: a file of the largest size is done with a hundred. */
const SLICES = { burst: 200, perSecond: 50 }

/** Files that people send: on their way, kept, and shown again (decision 0029). */
export function createUploads(needs: UploadsNeeds) {
  const { storage, clock, store, blobs, quota } = needs
  const { uploadsBurst: burst, uploadsPerMinute } = quota
  const opening = new Limiter({ burst, perSecond: uploadsPerMinute / 60 }, clock.steadyMs)
  const slices = new Limiter(SLICES, clock.steadyMs)
  const reading = new Limiter({ burst: quota.historyBurst, perSecond: quota.historyPerSecond }, clock.steadyMs)
  const partials = new PartialFiles(needs.folder, { onBroken: tellBroken(needs.folder, clock, needs.diary) })
  const { mayRead, requirePost } = createAsking(needs.findStanding)
  // What has come counts, a part or whole: what was only promised costs nothing (decision 0040).
  const space = { keptBytes: () => blobs.total, freeBytes: () => store.freeBytes() }
  const freeBytes = async () => leastOf(await store.freeBytes(), await partials.freeBytes())
  const refuseShared = createRefuseShared({ quota, ...space, comingBytes: () => partials.total })
  const opens = { ...needs, ...space, freeBytes, partials, requirePost, refuseShared, budget: opening }
  const openUpload = createOpenUpload(opens)
  const taker = new SliceTaker({ ...needs, partials, budget: slices, refuseShared, sliceBytes: limits.sliceBytes })
  const finishing = new Finishing({ ...needs, partials, refuseShared })
  const takeSlice = createTakeSlice(taker, finishing)
  const onMissing = (file: string) => needs.diary.error('file_missing', { file })

  async function requireUpload(principal: Principal, id: string): Promise<UploadRow> {
    const found = await findUpload(storage.read, id, principal.id)
    if (!found) throw finishing.reasonOf(id, principal.id) ?? new Refusal('not_found')
    return found
  }

  /** How far it is. What has come whole, and was not made a file of when the server ended, is now. */
  async function stateOf(upload: UploadRow): Promise<Upload> {
    const { id, bytes, file_id } = upload
    const slice = taker.sliceBytes(false)
    if (file_id !== null) return { id, offset: bytes, slice, file: await requireFile(storage.read, file_id) }
    const offset = finishing.hasBegun(id) ? bytes : await partials.lengthOf(id)
    if (offset < bytes && !finishing.hasBegun(id)) return { id, offset, slice }
    const file = await finishing.finish(upload)
    return { id, offset: bytes, slice, ...(file && { file }) }
  }

  /** Of who has lost the right meanwhile nothing more is taken. */
  async function take(principal: Principal, id: string, slice: Slice): Promise<Upload> {
    const upload = await requireUpload(principal, id)
    await requirePost(principal, upload.room_id)
    if (upload.file_id === null && !finishing.hasBegun(id)) await takeSlice(upload, slice)
    return stateOf(await requireUpload(principal, id))
  }

  async function giveUp(principal: Principal, id: string): Promise<void> {
    await requireUpload(principal, id)
    await taker.cut(id)
    await storage.write(async ({ sql }) => {
      // Read here: it may have become a file a moment ago.
      const file = (await deleteUpload(sql, id))?.file_id
      if (file) await deleteWaitingFile(sql, file)
    })
    await partials.remove(id)
  }

  const handlers: Handlers<'room.files' | 'storage.read'> = {
    'room.files': { right: 'read', handle: createReadFiles({ ...needs, reading }) },
    'storage.read': { right: 'enter', handle: createReadStorage({ ...needs, ...space, reading }) },
  }

  return {
    handlers,
    /** `room` null: for a pack of emoticons, which the owner of the house makes. */
    async open(principal: Principal, room: string | null, wish: UploadWish): Promise<Upload> {
      return { id: await openUpload(principal, room, wish), offset: 0, slice: taker.sliceBytes(true) }
    },
    state: async (principal: Principal, id: string) => stateOf(await requireUpload(principal, id)),
    take,
    giveUp,
    readFile: createReadFile({ read: storage.read, blobs, mayRead, onMissing }),
    /** Call it before anybody comes. */
    start: () => partials.start(),
    sweep: createSweepUploads({ storage, clock, partials, cut: (id) => taker.cut(id) }),
    /** Of how many uploads is remembered what became of them, beside what the rows tell. */
    remembered: () => finishing.known,
    /** Drops budgets that are full again, and outcomes that nobody asks for any more; call it now and then. */
    sweepBudgets(): void {
      finishing.sweep()
      opening.sweep()
      slices.sweep()
      reading.sweep()
    },
  }
}

/** What is on its way lies on this disk, also where files are kept elsewhere. */
const leastOf = (kept: number | null, coming: number) => (kept === null ? coming : Math.min(kept, coming))

/** What has no room among all is over: what came of it is not to stand in the way of others. */
const createTakeSlice = (taker: SliceTaker, finishing: Finishing) =>
  async function takeSlice(upload: UploadRow, slice: Slice): Promise<void> {
    try {
      await taker.take(upload, slice)
    } catch (error) {
      if (error instanceof Refusal && error.code === 'quota_full') await finishing.refuse(upload, error)
      throw error
    }
  }

async function requireFile(read: Sql, id: string): Promise<File> {
  const row = await findStored(read, id)
  if (!row) throw new Refusal('not_found')
  return fileOf(row)
}

/**
 * The same `can` as everywhere (HOUSE-9), for who comes without a connection. Whether it has joined is not asked: a file goes on
 * its way while the socket comes back, and the message that names it asks again.
 */
function createAsking(findStanding: UploadsNeeds['findStanding']) {
  async function refusalOf(principal: Principal, right: Right, roomId: string) {
    const { entered, houseOwner: house } = principal
    return can({ entered, house, standing: await findStanding(roomId, principal.id) }, right)
  }

  async function requirePost(principal: Principal, roomId: string | null): Promise<void> {
    const refusal = roomId === null ? ofPacks(principal) : await refusalOf(principal, 'post', roomId)
    if (refusal) throw new Refusal(refusal)
  }

  async function mayRead(principal: Principal, roomId: string): Promise<boolean> {
    return (await refusalOf(principal, 'read', roomId)) === null
  }

  return { requirePost, mayRead }
}

const ofPacks = ({ entered, houseOwner }: Principal) => (!entered ? 'login_first' : houseOwner ? null : 'forbidden')

export type Uploads = ReturnType<typeof createUploads>
