import { limits } from '#protocol/limits.ts'
import { type Given, readZip } from './read-zip.ts'

/** A picture from a folder or a zip. `name` is what it may be called. */
export type Picked = { file: string; name: string; blob: Blob }
/** What was picked, and what the whole is called; or why there is nothing to be had of it. */
export type Pickings =
  | { title: string; pictures: readonly Picked[] }
  | 'no_pictures'
  | 'too_many'
  | 'too_large'
  | 'bad_zip'
  | 'unreadable'

/** What may be a picture, and what somebody may take for one; all other files of a folder are passed over. */
const PICTURE = /\.(?:png|jpe?g|gif|webp|svg|bmp|tiff?|avif|heic|apng|jfif)$/i
const ZIP = /\.zip$/i

/** The pictures among files: of a folder, of a zip, or some that were picked one by one. */
export async function pickPictures(given: readonly Given[]): Promise<Pickings> {
  const zip = given.length === 1 ? given.find(({ path }) => ZIP.test(path)) : undefined
  const files = zip ? await readZip(zip.blob, isWanted) : given.filter(({ path }) => isWanted(path))
  if (typeof files === 'string') return files
  if (files.length === 0) return 'no_pictures'
  if (files.length > limits.packPictures) return 'too_many'
  const pictures = files
    .map(({ path, blob }) => ({ file: lastOf(path), name: nameFrom(lastOf(path)), blob }))
    .sort((one, other) => one.file.localeCompare(other.file, undefined, { numeric: true }))
  return { title: titleFrom(zip?.path ?? given[0]?.path ?? ''), pictures }
}

/** The same of what is still looked for, as in a folder that was dropped; the device may not give it, or not all of it. */
export async function pickGiven(given: readonly Given[] | Promise<readonly Given[]>): Promise<Pickings> {
  try {
    return await pickPictures(await given)
  } catch {
    return 'unreadable'
  }
}

/** Not what systems leave behind: folders of macOS, hidden files. */
function isWanted(path: string): boolean {
  const steps = path.split(/[\\/]/)
  return PICTURE.test(path) && steps.every((step) => !step.startsWith('.') && step !== '__MACOSX')
}

const lastOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? path

/** What a picture is called by its file: letters, digits, - and _, at most 32. */
export const nameFrom = (file: string): string => {
  const plain = file
    .replace(/\.[^.]*$/, '')
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}_-]+/gu, '_')
    .replace(/^[_-]+|[_-]+$/g, '')
  // By signs: half of a pair is no letter.
  return [...plain].slice(0, 32).join('')
}

/** The folder's name, or that of the zip. */
function titleFrom(path: string): string {
  const steps = path.split(/[\\/]/)
  const [first = ''] = steps
  const isAlone = steps.length === 1 && !ZIP.test(first)
  const title = isAlone ? '' : first.replace(ZIP, '')
  return [...title.replace(/[_\s]+/g, ' ').trim()].slice(0, limits.packTitleChars).join('')
}
