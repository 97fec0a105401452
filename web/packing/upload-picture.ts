import { pauseUntilBack } from '#web/uploads/pause.ts'
import { sendFile } from '#web/uploads/send-file.ts'
import { askUpload } from '#web/uploads/upload-request.ts'

/** Uploads a picture for a pack, by slices, as files of messages are (web/uploads). The id of its file; rejects with `NotSent`. */
export async function uploadPicture(name: string, blob: Blob, signal: AbortSignal): Promise<string> {
  const job = { blob, wish: { name, bytes: blob.size }, room: () => null, path: 'packs/uploads', begun: '' }
  const { id } = await sendFile(job, {
    ask: askUpload,
    pause: (ms) => pauseUntilBack(ms, signal),
    nowMs: () => performance.now(),
    told: () => {},
    signal,
  })
  return id
}
