import { describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fieldKinds } from './field-kinds.ts'

const web = path.resolve(import.meta.dir, '..')
const sources = [...new Bun.Glob('**/*.{ts,tsx}').scanSync(web)]
  .sort()
  .filter((file) => !file.includes('.test.'))
  .map((file) => ({ file, code: readFileSync(path.join(web, file), 'utf8') }))

/** Fields into which one writes: the attributes of each, as they stand in the source. */
function textFields(code: string): string[] {
  const fields = [...code.matchAll(/<(input|textarea)\s([\s\S]*?)\/>/g)]
  return fields
    .map(([, , attributes = '']) => attributes)
    .filter((attributes) => !/type="(?:radio|checkbox|range|file|date)"/.test(attributes))
}

/** Which kind each field of the page is; a new field has its line here. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  'accounts/NameDialog.tsx': ['fieldKinds.nickname'],
  'composer/Composer.tsx': ['fieldKinds.prose'],
  // People, emoji, search, rooms to forward to, rooms to discover.
  'kit/FindField.tsx': ['fieldKinds.find'],
  'packing/DraftView.tsx': ['fieldKinds.title', 'fieldKinds.address'],
  'packing/PackView.tsx': ['fieldKinds.title'],
  // Title, topic and address of a room.
  'rooms/RoomFields.tsx': ['kinds[name]'],
  'rooms/Switcher.tsx': ['fieldKinds.find'],
  'search/PersonFilter.tsx': ['fieldKinds.find'],
  'settings/OwnerClaim.tsx': ['fieldKinds.code'],
  'uploads/AltDialog.tsx': ['fieldKinds.prose'],
}

test('each text field tells browser and keyboard what it is for', () => {
  const found = sources.flatMap(({ file, code }) => {
    const fields = textFields(code).map((attributes) => /\{\.\.\.([\w.[\]]+)\}/.exec(attributes)?.[1] ?? 'nothing')
    return fields.length > 0 ? [[file, fields] as [string, string[]]] : []
  })
  expect(found).toEqual(Object.entries(kinds).map(([file, fields]) => [file, [...fields]]))
})

describe('what the kinds say', () => {
  const { prose, title, nickname, find, address, code } = fieldKinds
  test('only what is written for people is corrected', () => {
    expect(prose).toMatchObject({ spellcheck: true, autoCorrect: 'on', autocapitalize: 'sentences' })
    for (const kind of [title, nickname, find, address, code])
      expect(kind).toMatchObject({ spellcheck: false, autoCorrect: 'off' })
  })
  test('names, words that are looked for and addresses begin as they are typed', () =>
    expect([find.autocapitalize, address.autocapitalize]).toEqual(['none', 'none']))
  test('[WCAG 1.3.5] one’s own name is the only thing that browsers may know', () =>
    expect(Object.values(fieldKinds).map(({ autocomplete }) => autocomplete)).toEqual([
      'off',
      'off',
      'nickname',
      'off',
      'off',
      'off',
    ]))
})

describe('[UX-3] one file decides whose a key is (client.md 6.1)', () => {
  const breaches = (sign: RegExp, but: readonly string[] = []) =>
    sources.filter(({ file, code }) => sign.test(code) && !but.includes(file)).map(({ file }) => file)

  test('nobody else looks at keyCode', () =>
    expect(breaches(/\.keyCode\b|\bkeyCode ===/, ['kit/send-key.ts'])).toEqual([]))
  test('isComposing is asked of keys nowhere else, and of input where text is read', () =>
    expect(
      breaches(/\.isComposing\b|\{[^}]*\bisComposing\b[^}]*\} = event/, [
        'kit/send-key.ts',
        'kit/FindField.tsx',
        'rooms/Switcher.tsx',
        'composer/writing.ts',
      ]),
    ).toEqual([]))
  test('no file with a text field decides by itself what Enter means', () =>
    expect(sources.filter(({ code }) => textFields(code).length > 0 && /'Enter'/.test(code))).toEqual([]))
  test('nothing submits by itself: Safari would, on the late Enter', () =>
    expect(breaches(/<form\b|type="submit"/)).toEqual([]))
  test('no field cuts what is being composed', () => expect(breaches(/\bmaxlength=/i)).toEqual([]))
})
