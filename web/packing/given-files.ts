import type { Given } from './read-zip.ts'

/** Files of folders that are dropped, at most; a home folder is no pack. */
const MOST_GIVEN = 2_000

/** Of an input: of a whole folder each file says where it lies. */
export const fromInput = (files: FileList | null): Given[] =>
  [...(files ?? [])].slice(0, MOST_GIVEN).map((file) => ({ path: file.webkitRelativePath || file.name, blob: file }))

/** Of what is dropped: folders are gone through. Call it in the turn of the drop. */
export async function fromDrop({ items, files }: DataTransfer): Promise<Given[]> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  if (entries.length === 0) return fromInput(files)
  const given: Given[] = []
  for (const entry of entries) await walk(entry, given)
  return given
}

// Chromium has these entries, and no global names for what they are.
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory

async function walk(entry: FileSystemEntry, given: Given[]): Promise<void> {
  if (given.length >= MOST_GIVEN) return
  if (isFile(entry)) {
    const blob = await new Promise<File>((resolve, reject) => entry.file(resolve, reject))
    given.push({ path: entry.fullPath.replace(/^\//, ''), blob })
    return
  }
  if (!isFolder(entry)) return
  const reader = entry.createReader()
  for (;;) {
    // A page of a folder; the last one is empty.
    const page = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (page.length === 0) return
    for (const one of page) await walk(one, given)
  }
}
