import type { File } from '#protocol/files.ts'
import { showToast } from '#web/kit/toast.ts'
import { sessionToken } from '#web/store/begin-session.ts'
import { filesWords } from '#web/words/files.ts'
import { addressOf, fetchFile } from './file-address.ts'

const RELEASE_MS = 1_000

/** The browser takes a file to where it keeps them. */
export async function saveFile({ id, name }: Pick<File, 'id' | 'name'>): Promise<void> {
  if (sessionToken() === undefined) return save(addressOf(id, 'whole'), name)
  try {
    const made = URL.createObjectURL(await fetchFile(id, 'whole'))
    save(made, name)
    setTimeout(() => URL.revokeObjectURL(made), RELEASE_MS)
  } catch {
    showToast(filesWords().notDownloaded, { tone: 'refusal' })
  }
}

function save(address: string, name: string): void {
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
}

/** Puts a picture where it can be pasted from: as PNG, the one form that browsers take. */
export async function copyPicture({ id }: Pick<File, 'id'>): Promise<void> {
  const say = filesWords()
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': pngOf(id) })])
    showToast(say.pictureCopied)
  } catch {
    showToast(say.pictureNotCopied, { tone: 'refusal' })
  }
}

async function pngOf(id: string): Promise<Blob> {
  const blob = await fetchFile(id, 'whole')
  if (blob.type === 'image/png') return blob
  const bitmap = await createImageBitmap(blob)
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
  bitmap.close()
  return canvas.convertToBlob({ type: 'image/png' })
}
