import { closesAll, type Stage, type State } from './page-states.ts'

const press = ({ ada }: Stage, name: string) =>
  ada.page.getByRole('button', { name, exact: true }).locator('visible=true').first().click()

/** Opens the menu of the room, where its buttons have no place in the header, or by the header's own. */
async function choosesInMenu(stage: Stage, entry: string): Promise<void> {
  const { page, words } = stage.ada
  await press(stage, words.rooms.menu.title)
  await page.locator('.menu-item', { hasText: entry }).first().click()
}

const opens = (open: (stage: Stage) => Promise<unknown>, then: string) => async (stage: Stage) => {
  await open(stage)
  await stage.ada.page.locator(then).first().waitFor()
}

const inSettings = (name: (stage: Stage) => string, then: string) =>
  opens(async (stage) => {
    await openSettings(stage)
    await stage.ada.dialog.getByRole('button', { name: name(stage) }).click()
  }, then)

/** On a phone they are in the sheet of people. */
async function openSettings(stage: Stage): Promise<void> {
  await openPeople(stage)
  await press(stage, stage.ada.words.settings.open)
  await stage.ada.page.locator('.settings').waitFor()
}

async function openPeople({ ada }: Stage): Promise<void> {
  const phone = ada.page.locator('.people-button')
  if (!(await phone.isVisible())) return
  await phone.click()
  await ada.page.locator('.dialog-sheet').waitFor()
}

async function openRooms({ ada }: Stage): Promise<void> {
  await ada.page.getByRole('button', { name: ada.words.rooms.switch }).locator('visible=true').first().click()
  await ada.page.locator('.room-row').first().waitFor()
}

const openSearch = (stage: Stage) => press(stage, stage.ada.words.header.search)
const panel = '.side-panel, .dialog-panel'

/** What stands around the messages. */
export const roomStates: readonly State[] = [
  {
    name: 'people',
    show: async (stage) => {
      await openPeople(stage)
      await stage.ada.page.getByRole('textbox', { name: stage.ada.words.people.filter }).fill('nobody of this name')
      await stage.ada.page.getByText(stage.ada.words.people.nobodyFound('nobody of this name')).waitFor()
    },
    part: '.people, .dialog-sheet',
    leave: async (stage) => {
      await stage.ada.page.getByRole('textbox', { name: stage.ada.words.people.filter }).fill('')
      await closesAll(stage)
    },
  },
  {
    name: 'person',
    show: opens(async (stage) => {
      await openPeople(stage)
      await stage.ada.page.locator('.person-row').first().click()
    }, '.card-person'),
  },
  {
    name: 'own name',
    show: opens(async (stage) => {
      await openPeople(stage)
      await stage.ada.page.locator('.own-person').click()
    }, '.name-input'),
  },
  { name: 'settings', show: openSettings },
  { name: 'keys', show: inSettings(({ ada }) => ada.words.settings.shortcuts, '.shortcuts') },
  { name: 'own data', show: inSettings(({ ada }) => ada.words.settings.ownData, '.own-data, .dialog h3') },
  { name: 'ignored people', show: inSettings(({ ada }) => ada.words.persons.marked.open, '.own-data') },
  { name: 'space', show: inSettings(({ ada }) => ada.words.storage.title, '.storage, .dialog h3') },
  {
    name: 'no more of me',
    show: opens(async (stage) => {
      await inSettings(({ ada }) => ada.words.settings.ownData, '.own-data, .dialog h3')(stage)
      await press(stage, stage.ada.words.ownData.leave.open)
    }, '.button-danger'),
  },
  { name: 'rooms', show: openRooms },
  {
    name: 'open rooms',
    show: opens(async (stage) => {
      await openRooms(stage)
      await press(stage, stage.ada.words.rooms.list.discover)
    }, '.dialog-tall .list-note, .listed-row'),
  },
  {
    name: 'new room',
    show: opens(async (stage) => {
      await openRooms(stage)
      await press(stage, stage.ada.words.rooms.list.make)
    }, '.access-card'),
  },
  { name: 'switcher', show: opens(({ ada }) => ada.page.keyboard.press('Control+K'), '.way') },
  {
    name: 'room menu',
    show: opens((stage) => press(stage, stage.ada.words.rooms.menu.title), '[role=menu], .dialog-bottom'),
  },
  { name: 'invite', show: opens((stage) => choosesInMenu(stage, stage.ada.words.invite.openMenu), '.invite') },
  {
    name: 'room settings',
    show: opens((stage) => choosesInMenu(stage, stage.ada.words.rooms.menu.settings), '.room-form'),
  },
  {
    name: 'pictures',
    show: opens((stage) => choosesInMenu(stage, stage.ada.words.files.gallery.open), '.gallery-tab'),
    part: panel,
  },
  {
    name: 'files',
    show: opens(async (stage) => {
      await choosesInMenu(stage, stage.ada.words.files.gallery.open)
      await stage.ada.page.getByRole('tab', { name: stage.ada.words.files.gallery.files }).click()
    }, `:is(${panel}) .gallery-row`),
    part: panel,
  },
  {
    name: 'pins',
    show: opens(async (stage) => {
      const button = stage.ada.page.getByRole('button', { name: stage.ada.words.actions.pins, exact: true })
      if (await button.isVisible()) await button.click()
      else await choosesInMenu(stage, stage.ada.words.actions.pins)
    }, '.pin'),
    part: panel,
  },
  { name: 'search', show: opens(openSearch, panel), part: panel },
  {
    name: 'nothing found',
    show: async (stage) => {
      const { page, words } = stage.ada
      await openSearch(stage)
      await page.getByRole('textbox', { name: words.search.field }).fill('zzqqx')
      await page.getByText(words.search.none('zzqqx')).waitFor()
    },
    part: panel,
    leave: async (stage) => {
      await stage.ada.page.getByRole('textbox', { name: stage.ada.words.search.field }).fill('')
      await closesAll(stage)
    },
  },
]
