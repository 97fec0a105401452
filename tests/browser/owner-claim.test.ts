import { expect, test } from 'bun:test'
import { violations } from '#tests/kit/axe.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'

const house = openHouse()

test('[T-72] whoever has the code of the console claims the house in the settings, and then nobody is asked any more', async () => {
  const ada = await house.enter('Ada Owns', { path: `/r/${newRoom()}` })
  const code = /Owner +(\S+)/.exec(house.server.words.join('\n'))?.[1] ?? ''
  expect(code).not.toBe('')
  const { claim } = ada.words.persons
  await ada.page.getByRole('button', { name: ada.words.settings.open }).click()
  const field = ada.dialog.getByRole('textbox', { name: claim.field })
  await field.fill('0000-0000-0000-0000')
  await field.press('Enter')
  await ada.dialog.getByText(claim.wrong).waitFor()
  expect(await field.inputValue()).toBe('0000-0000-0000-0000')
  expect(await violations(ada)).toEqual([])
  await field.fill(` ${code.toLowerCase()} `)
  await field.press('Enter')
  await ada.dialog.getByText(claim.done).waitFor()
  await field.waitFor({ state: 'detached' })
  await ada.page.keyboard.press('Escape')
  await ada.page.getByRole('complementary').getByText(ada.words.people.houseOwner).waitFor()

  const bob = await house.enter('Bob Owns Not', { path: `/r/${newRoom()}` })
  await bob.page.getByRole('button', { name: bob.words.settings.open }).click()
  await bob.dialog.getByText(bob.words.persons.marked.open).waitFor()
  expect(await bob.dialog.getByText(claim.setting).count()).toBe(0)
})
