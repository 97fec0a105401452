import type { Locale } from '#protocol/people.ts'
import { pastes } from './attach.ts'
import type { Guest } from './guest.ts'
import type { House } from './house.ts'
import { cornered, pngPicture } from './make-pictures.ts'
import type { Visitor, VisitorOptions } from './page.ts'
import { sendFiles } from './send-files.ts'

/** A page in a room with something of everything: `ada` owns the room and looks at it, `bob` has talked to her. */
export type Stage = { ada: Visitor; bob: Guest }

/** Something that the page can show. */
export type State = {
  name: string
  /** From the plain room; resolves when it is there. */
  show(stage: Stage): Promise<unknown>
  /** What of the page is new; by itself the dialog or menu that is open. */
  part?: string
  /** Only where there is a keyboard: a finger has another way. */
  keys?: true
  /** Back to the plain room; by itself with Esc. */
  leave?(stage: Stage): Promise<unknown>
}

/** Said last, by `bob`, and by `ada`; the states hang on them. */
export const said = { his: 'what do you think?', hers: 'one of mine' } as const

const tea = (shade: number): Uint8Array => pngPicture({ width: 320 + shade, height: 200, draw: cornered(300, 200) })

/** Who lets people in: a house of the tests, or a script that stands for one. */
export type Doors = Pick<House, 'server' | 'enter' | 'guest'>
type StageOptions = Omit<VisitorOptions, 'path'> & { url?: string; room: string; locale: Locale }

/** Opens the page in a new room and lets something of everything be said there. */
export async function openStage(house: Doors, { room, ...options }: StageOptions): Promise<Stage> {
  const ada = await house.enter(`Ada ${room}`, { ...options, path: `/r/${room}` })
  await ada.send('hello')
  await ada.stored('hello')
  const bob = await house.guest({ name: `Bob ${room}`, room, look: 7 })
  await bob.tells([
    'Look: https://example.com/tea',
    'Some `code` and a ||spoiler||',
    '```js\nconst tea = 1\n```',
    'gone',
  ])
  await sendFiles(house.server.url, bob, [{ name: 'hill.png', bytes: tea(1), alt: 'A misty hill' }], 'From the walk')
  await sendFiles(house.server.url, bob, [{ name: 'route.bin', bytes: new Uint8Array(40_000) }])
  await changes(bob)
  await bob.says(said.his)
  await ada.sees(said.his)
  await ada.send(said.hers)
  await ada.stored(said.hers)
  await ada.edits('hello')
  await ada.composer.fill('hello again')
  await ada.composer.press('Control+Enter')
  await ada.log.locator('.edited-mark').waitFor()
  await ada.log.locator('.erased-line').waitFor()
  return { ada, bob }
}

/** An answer that names her, a reaction, a pin, a message taken back; and a chat, so that she has another room. */
async function changes({ client, room }: Guest): Promise<void> {
  const { lines } = await client.call('room.history', { room: room.info?.id ?? '' })
  const at = (body: string) => lines.find((line) => line.body?.startsWith(body))?.seq ?? 0
  const her = lines.find(({ body }) => body === 'hello')?.by
  if (!her) throw new Error('she has said nothing')
  room.post(`@${her.name} welcome`, { re: at('hello'), mentions: [her.id] })
  await room.react(at('hello'), '🍵', true)
  await room.pin(at('Some'), true)
  await room.erase(at('gone'), 'recall')
  await client.call('chat.open', { people: [her.id] })
}

/** A file that `ada` has chosen and not sent. */
export const chosen = { name: 'tray.png', type: 'image/png', bytes: tea(2) }

const press = (name: (stage: Stage) => string, then: string) => async (stage: Stage) => {
  const { page } = stage.ada
  await page
    .getByRole('button', { name: name(stage), exact: true })
    .first()
    .click()
  await page.locator(then).first().waitFor()
}

const onMessage = (text: string, keys: string, then: string) => async (stage: Stage) => {
  await (await stage.ada.stands(text)).press(keys)
  await stage.ada.page.locator(then).first().waitFor()
}

/** What is open closes with Esc, one after the other. */
export async function closesAll({ ada: { page } }: Stage): Promise<void> {
  const open = page.locator('dialog[open], [role=menu]:popover-open, .side-panel')
  for (let most = 4; most > 0 && (await open.count()) > 0; most--) {
    const last = await open.last().elementHandle()
    await page.keyboard.press('Escape')
    await last?.waitForElementState('hidden')
  }
}

async function emptiesField({ ada }: Stage): Promise<void> {
  await ada.composer.press('Escape')
  await ada.composer.fill('')
  await ada.page.locator('.completion, .composer-strip').waitFor({ state: 'detached' })
}

async function throwsAway({ ada }: Stage): Promise<void> {
  await ada.page.getByRole('button', { name: ada.words.uploads.remove(chosen.name) }).click()
  await ada.page.locator('.tray-item').waitFor({ state: 'detached' })
}

const typed =
  (text: string, then: string) =>
  async ({ ada }: Stage) => {
    await ada.composer.pressSequentially(text)
    await ada.page.locator(then).first().waitFor()
  }

/** Where one writes. */
export const writingStates: readonly State[] = [
  { name: 'people offered', show: typed('@b', '.completion-row'), part: '.composer', leave: emptiesField },
  { name: 'commands offered', show: typed('/', '.completion-command'), part: '.composer', leave: emptiesField },
  { name: 'emoji offered', show: typed(':tea', '.completion-glyph'), part: '.composer', leave: emptiesField },
  {
    name: 'answer',
    show: onMessage(said.his, 'r', '.composer-strip'),
    part: '.composer',
    leave: emptiesField,
  },
  { name: 'edit', show: onMessage(said.hers, 'e', '.composer-strip'), part: '.composer', leave: emptiesField },
  {
    name: 'over the limit',
    show: async ({ ada }) => {
      await ada.composer.fill('茶'.repeat(4_001))
      await ada.page.locator('.composer-over').waitFor()
    },
    part: '.composer',
    leave: emptiesField,
  },
  { name: 'attach menu', show: press(({ ada }) => ada.words.log.composer.attach, '[role=menu], .dialog-bottom') },
  {
    name: 'chosen file',
    show: async ({ ada }) => {
      await pastes(ada, chosen)
      await ada.page.locator('.tray-item').waitFor()
    },
    part: '.composer',
    leave: throwsAway,
  },
  {
    name: 'description of a picture',
    show: async ({ ada }) => {
      await pastes(ada, chosen)
      await ada.page.locator('.tray-item').getByRole('button').first().click()
      await ada.dialog.waitFor()
    },
    leave: async (stage) => {
      await closesAll(stage)
      await throwsAway(stage)
    },
  },
  { name: 'emoji', show: press(({ ada }) => ada.words.openEmoji, '[role=gridcell]') },
  {
    name: 'no emoji',
    show: async ({ ada }) => {
      await ada.page.keyboard.press('Control+Shift+E')
      await ada.dialog.getByRole('textbox').fill('zzqqx')
      await ada.dialog.getByText(ada.words.emoji.none('zzqqx')).waitFor()
    },
    leave: async (stage) => {
      await stage.ada.dialog.getByRole('textbox').fill('')
      await closesAll(stage)
    },
  },
]

/** What one does with messages. */
export const messageStates: readonly State[] = [
  {
    name: 'tools',
    keys: true,
    show: async ({ ada }) => {
      await ada.stands(said.his)
      await ada.page.keyboard.press('ArrowUp')
      await ada.page.keyboard.press('ArrowDown')
      await ada.page.locator('.row-tools').first().waitFor()
    },
    part: '.row:focus',
    leave: ({ ada }) => ada.page.keyboard.press('Escape'),
  },
  { name: 'menu', keys: true, show: onMessage(said.hers, 'Enter', '[role=menu], .dialog-bottom') },
  { name: 'reaction', show: onMessage(said.his, '+', '[role=gridcell], .menu-quick') },
  { name: 'forward', show: onMessage(said.his, 'f', '.forward-room') },
  { name: 'about the author', show: onMessage(said.his, 'i', '.card-person') },
  {
    name: 'versions',
    show: async ({ ada: { page } }) => {
      await page.locator('.edited-mark').first().click()
      await page.locator('.version-body').nth(1).waitFor()
    },
  },
  { name: 'date', show: press(({ ada }) => ada.words.actions.dayLabel(ada.words.log.today), '.date-field') },
  {
    name: 'large picture',
    show: async ({ ada }) => {
      await ada.page.locator('.files-seen button').first().click()
      await ada.page.locator('.stage-whole:not(.stage-coming)').waitFor()
    },
  },
]
