import { counted, n } from './en-counting.ts'
import type { PackWords } from './zh-cn-packs.ts'

const pictures = (count: number): string => counted(count, 'picture', 'pictures')

export const enPacks: PackWords = {
  found: 'Pictures found',
  sendsAtOnce: 'Press to send, hold to look closer',
  insertsName: 'Press to insert, hold to look closer',
  sticker: (name) => `Sticker: ${name}, sends at once`,
  loadError: 'The emoticon packs didn’t load.',
  owner: {
    title: 'Emoticon packs',
    about: 'Everybody here can use these packs. Changes apply to everybody right away.',
    none: 'There are no packs yet.',
    count: pictures,
    kinds: { emoticons: 'Emoticons', stickers: 'Stickers' },
    kindNotes: { emoticons: 'Small, in a line of text', stickers: 'Large, a message of their own' },
    open: (title) => `Open ${title}`,
    back: 'Back',
    add: 'Add a pack',
    addHere: 'Add to this pack',
    drop: 'Drop a folder, pictures or a zip here',
    folder: 'Choose a folder',
    files: 'Choose pictures or a zip',
    limits: (most, size) =>
      `Up to ${pictures(most)} a pack, each at most ${size} after processing. PNG, JPEG, GIF and WebP.`,
    reading: 'Reading…',
    packName: 'Name of the pack',
    kind: 'Kind',
    nameOf: (file) => `Name of ${file}`,
    leaveOut: (name) => `Leave out ${name}`,
    upload: (count) => `Upload ${pictures(count)}`,
    uploading: (done, of) => `Uploading, ${n(done)} of ${n(of)} done`,
    made: (title, count) => `${title} is ready, with ${pictures(count)}.`,
    problems: (count) =>
      `${counted(count, 'picture needs', 'pictures need')} a look: change the name or leave it out, then upload.`,
    retry: 'Retry',
    save: 'Save',
    remove: (name) => `Remove ${name}`,
    removed: (name) => `${name} removed.`,
    removePack: 'Remove the pack',
    askRemove: (title) => `Remove ${title}?`,
    what: ['It disappears from everybody’s emoji panel.', 'Messages already sent keep its pictures.'],
    keep: 'Keep it',
    why: {
      empty: 'It needs a name',
      name_invalid: 'Letters, digits, - and _ only, 32 at most',
      name_twice: 'This name is used twice',
      name_taken: 'Another picture has this name',
    },
    whole: {
      no_pictures: 'It has no usable pictures.',
      too_many: (most) => `${pictures(most)} at most.`,
      too_large: (size) => `Unpacked it may take ${size} at most.`,
      bad_zip: 'This zip can’t be opened.',
      unreadable: 'That couldn’t be read. Choose it again.',
      packs_full: (most) => `There can be ${counted(most, 'pack', 'packs')}. Remove one first.`,
    },
  },
}
