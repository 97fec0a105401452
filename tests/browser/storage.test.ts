import { expect, test } from 'bun:test'
import { noise, picks } from '#tests/kit/attach.ts'
import { violations } from '#tests/kit/axe.ts'
import { claimCode } from '#tests/kit/claim-house.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import type { Visitor } from '#tests/kit/page.ts'
import { randomFile, Uploader } from '#tests/kit/uploader.ts'

const MIB = 1024 * 1024
const house = openHouse({
  env: {
    LIMIT_FILE_BYTES: `${2 * MIB}`,
    LIMIT_PERSON_FILES_BYTES: `${2 * MIB}`,
    LIMIT_HOUSE_FILES_BYTES: `${40 * MIB}`,
  },
})

async function openStorage({ page, dialog, words }: Visitor): Promise<void> {
  await page.getByRole('button', { name: words.settings.open }).click()
  await dialog.getByRole('button', { name: words.storage.title }).click()
  await dialog.getByRole('heading', { name: words.storage.mine }).waitFor()
}

test('what one’s own files take; where a file is refused for a full share it says whose, and leads there', async () => {
  const ada = await house.enter('Ada Space', { path: `/r/${newRoom()}` })
  const { storage, uploads } = ada.words
  await openStorage(ada)
  await ada.dialog.getByText(storage.used('0 B', '2.1 MB')).waitFor()
  expect(await ada.dialog.getByRole('heading', { name: storage.house }).count()).toBe(0)
  expect(await violations(ada)).toEqual([])
  await ada.page.keyboard.press('Escape')

  await picks(ada, noise('first.bin', 1_500_000))
  await ada.composer.press('Enter')
  await ada.log
    .getByRole('link', { name: /first\.bin/ })
    .first()
    .waitFor()
  await picks(ada, noise('second.bin', 900_000))
  await ada.composer.press('Enter')
  await ada.log.getByText(`${uploads.notSent} · ${uploads.why.quota_person}`).waitFor()
  await ada.log.getByRole('button', { name: storage.see }).click()
  await ada.dialog.getByText(storage.used('1.5 MB', '2.1 MB')).waitFor()
})

test('[T-3] who owns the house sees who and where has the most, and of private rooms nothing', async () => {
  const room = newRoom()
  const bob = await house.guest({ name: 'Bob Space', room })
  const web = new Uploader(house.server, bob.token)
  const open = await bob.client.call('room.open', { name: room })
  await web.uploads(open.room.id, randomFile(MIB))
  const hidden = await bob.client.call('room.make', {
    cid: crypto.randomUUID(),
    title: 'a hidden place',
    access: 'private',
  })
  await web.uploads(hidden.room.id, randomFile(10_000))

  const ada = await house.enter('Ada Owns', { path: `/r/${room}`, locale: 'zh-CN' })
  await ada.page.getByRole('button', { name: ada.words.settings.open }).click()
  const field = ada.dialog.getByRole('textbox', { name: ada.words.persons.claim.field })
  await field.fill(await claimCode(house.server))
  await field.press('Enter')
  await ada.dialog.getByText(ada.words.persons.claim.done).waitFor()
  await ada.page.keyboard.press('Escape')
  await openStorage(ada)
  const { storage } = ada.words
  await ada.dialog.getByRole('heading', { name: storage.house }).waitFor()
  const text = (await ada.dialog.textContent()) ?? ''
  expect(text).toContain('Bob Space')
  expect(text).toContain(room)
  expect(text).not.toContain('a hidden place')
  expect(await violations(ada)).toEqual([])
})
