import { expect, test } from 'bun:test'
import { violations } from '#tests/kit/axe.ts'
import { becomesFound } from '#tests/kit/becomes-found.ts'
import { focusTrouble } from '#tests/kit/focus.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import type { Visitor } from '#tests/kit/page.ts'

const house = openHouse()

/** Opens somebody's card from the list, by the keyboard. */
async function opensCard(visitor: Visitor, name: string) {
  const row = visitor.people.getByRole('button', { name: new RegExp(`^${name}`) })
  await row.focus()
  await visitor.page.keyboard.press('Enter')
  const card = visitor.page.getByRole('dialog', { name, exact: true })
  await card.waitFor()
  return card
}

test('a private chat from the card: both see it live, it is called after the other, and nobody else is asked', async () => {
  const room = newRoom()
  const ada = await house.enter('Ada Chats', { path: `/r/${room}` })
  const bob = await house.enter('Bob Chats', { path: `/r/${room}` })
  await ada.counts(2)
  await ada.send('a word apart?')
  await bob.sees('a word apart?')
  const say = ada.words.persons.card
  const card = await opensCard(ada, 'Bob Chats')
  expect(await focusTrouble(ada.page)).toBeNull()
  expect(await violations(ada)).toEqual([])
  await card.getByRole('button', { name: say.chat, exact: true }).press('Enter')
  await ada.page.getByRole('heading', { level: 1, name: 'Bob Chats' }).waitFor()
  // Who belongs to a chat stands in its list, here or not.
  await ada.people.getByText(ada.words.people.absent).waitFor()
  await ada.send('just us')
  await ada.stored('just us')
  // Ada is here no more: her card opens from what she said.
  await bob.counts(1)
  await (await bob.stands('a word apart?')).press('i')
  await bob.dialog.getByText(say.absent).waitFor()
  await bob.dialog.getByRole('button', { name: say.chat, exact: true }).press('Enter')
  await bob.sees('just us')
  expect(new URL(bob.page.url()).pathname).toBe(new URL(ada.page.url()).pathname)
  await bob.send('and the kettle')
  await ada.sees('and the kettle')
  await ada.people.getByText(/Joined/).waitFor()

  // Bob has heard enough: what Ada writes now stays with her, with the reason.
  await (await opensCard(bob, 'Ada Chats')).getByRole('button', { name: say.refuse, exact: true }).press('Enter')
  // Under a pointer it stays.
  await bob.page.getByText(bob.words.persons.done.refused('Ada Chats')).hover()
  await ada.send('are you there?')
  await ada.log.locator('.failed-line', { hasText: ada.words.why.refused }).waitFor()
  await bob.page.locator('.toast').getByRole('button', { name: bob.words.persons.done.undo }).click()
  await bob.page.getByText(bob.words.persons.done.unrefused('Ada Chats')).waitFor()
  await ada.log.getByRole('button', { name: ada.words.log.resend }).click()
  await bob.sees('are you there?')
})

test('[T-14] whom one ignores is folded away, counts nowhere and does not learn it; it holds over a reload and is lifted in the settings', async () => {
  const room = newRoom()
  const bob = await house.guest({ name: 'Bob Loud', room })
  await bob.says('first noise')
  const cai = await house.guest({ name: 'Cai Answers', room })
  cai.room.post('an answer', { re: 1 })
  const ada = await house.enter('Ada Calm', { path: `/r/${room}` })
  await ada.sees('an answer')
  const { card, ignored, marked, done } = ada.words.persons
  await ada.log.locator('.group > .bowl').first().click()
  await ada.dialog.getByRole('button', { name: card.ignore, exact: true }).click()
  await ada.page.getByText(done.ignored('Bob Loud')).waitFor()
  await ada.seesLine(ignored.line(1))
  await ada.reads('an answer')
  await ada.bubble('an answer').getByText(ada.words.actions.quoteIgnored).waitFor()
  // Neither do pins and search show the words.
  await bob.room.pin(1, true)
  await ada.page.getByRole('button', { name: ada.words.actions.pins }).click()
  await ada.page.locator('.pin').getByText(ada.words.actions.quoteIgnored).waitFor()
  const rooms = [bob.room.info?.id ?? '']
  await becomesFound(bob.client, rooms, 'noise')
  await ada.page.keyboard.press('Control+Shift+F')
  await ada.page.getByRole('textbox', { name: ada.words.search.field }).fill('noise')
  await ada.page.locator('.hit').getByText(ada.words.actions.quoteIgnored).waitFor()
  await ada.page.keyboard.press('Escape')
  await ada.page.evaluate(() => window.dispatchEvent(new Event('blur')))
  await bob.says('second noise')
  await ada.log
    .locator('.line', { hasText: ignored.line(1) })
    .nth(1)
    .waitFor()
  expect(await ada.page.title()).not.toContain('(')
  await ada.log.getByRole('button', { name: ignored.show }).first().click()
  await ada.reads('first noise', 'an answer')
  await ada.page.reload()
  await ada.seesLine(ignored.line(1))
  await ada.reads('an answer')

  await ada.page.getByRole('button', { name: ada.words.settings.open }).click()
  await ada.dialog.getByRole('button', { name: marked.open }).click()
  await ada.dialog.getByText(marked.ignoredNote).waitFor()
  expect(await violations(ada)).toEqual([])
  await ada.dialog.getByRole('button', { name: marked.liftOf('Bob Loud') }).click()
  await ada.dialog.getByText(marked.nobodyIgnored).waitFor()
  await ada.page.keyboard.press('Escape')
  await ada.reads('first noise', 'an answer', 'second noise')
})

test('a mention from the card is written where the caret stands, on a phone with the sheet out of the way', async () => {
  const room = newRoom()
  await house.guest({ name: '青柠 Named', room })
  const viewport = { width: 390, height: 844 }
  const ada = await house.enter('Ada Phone', { path: `/r/${room}`, viewport, touch: true, locale: 'zh-CN' })
  await ada.page.locator('.people-button').tap()
  await ada.page.locator('[data-person]').tap()
  const card = ada.page.getByRole('dialog', { name: '青柠 Named', exact: true })
  await card.waitFor()
  expect(await violations(ada)).toEqual([])
  await card.getByRole('button', { name: ada.words.persons.card.mention, exact: true }).tap()
  await ada.page.waitForFunction(() => document.querySelector('textarea')?.value === '@青柠 Named ')
  await ada.dialog.first().waitFor({ state: 'detached' })
})

test('who enters in one tab is in the other, too, without being asked again', async () => {
  const room = newRoom()
  const ada = await house.visit({ path: `/r/${room}` })
  const other = await ada.context.newPage()
  await other.goto(`${house.server.url}/r/${room}`)
  const asking = other.getByRole('dialog')
  await asking.waitFor()
  await ada.enter('Ada Twice')
  await asking.waitFor({ state: 'detached' })
  const box = other.getByRole('textbox', { name: ada.words.log.composer.label, exact: true })
  await box.fill('from the other tab')
  await box.press('Enter')
  await ada.stored('from the other tab')
})
