import { expect, test } from 'bun:test'
import { limits } from '#protocol/limits.ts'
import { axeViolations } from '#tests/kit/axe.ts'
import type { Guest } from '#tests/kit/guest.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import type { Visitor } from '#tests/kit/page.ts'

const house = openHouse()

const strip = ({ page }: Visitor) => page.locator('.typing-line')
/** Resolves when the strip says this; null: nothing. Names are isolated, and that is not seen. */
const says = ({ page }: Visitor, text: string | null) =>
  page.waitForFunction((wanted) => {
    const line = document.querySelector('.typing-line')
    return (line?.textContent.replaceAll(/[\u2068\u2069]/g, '') ?? null) === wanted
  }, text)

/** Commands that this page sends from now on, by their name. */
function watchCommands({ page }: Visitor, name: string): unknown[] {
  const sent: unknown[] = []
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const [, command, input] = JSON.parse(String(payload))
      if (command === name) sent.push(input)
    }),
  )
  return sent
}

test('[client.md 6.8] who writes is seen, in two languages; sending, emptying and leaving the box end it, and nothing moves', async () => {
  const path = `/r/${newRoom()}`
  const ada = await house.enter('Ada Types', { path })
  const lin = await house.enter('小林打字', { path, locale: 'zh-CN' })
  const before = await ada.log.boundingBox()
  await lin.composer.pressSequentially('水')
  await says(ada, '小林打字 is typing…')
  expect(await ada.log.boundingBox()).toEqual(before)
  expect(await strip(lin).count()).toBe(0)
  await lin.composer.press('Enter')
  await ada.sees('水')
  await says(ada, null)
  await ada.composer.pressSequentially('t')
  await says(lin, 'Ada Types 正在输入…')
  await ada.composer.fill('')
  await says(lin, null)
})

test('[client.md 6.8] leaving the box ends it; three are named, four are several', async () => {
  const room = newRoom()
  const ada = await house.enter('Ada Several', { path: `/r/${room}` })
  const bob = await house.enter('Bob Several', { path: `/r/${room}` })
  await bob.composer.pressSequentially('well')
  await says(ada, 'Bob Several is typing…')
  await bob.composer.evaluate((field) => field.blur())
  await says(ada, null)
  const guests = []
  for (const name of ['Ines', 'Jo', 'Noor', 'Tomás']) guests.push(await house.guest({ name: `${name} ${room}`, room }))
  const [ines, ...others] = guests
  const three = guests.slice(0, 3)
  await whileTyping(three, says(ada, `Ines ${room}, Jo ${room} and Noor ${room} are typing…`))
  await whileTyping(guests, says(ada, 'Several people are typing…'))
  await ines?.says('I am done')
  await whileTyping(others, says(ada, `Jo ${room}, Noor ${room} and Tomás ${room} are typing…`))
})

/** They go on writing until it is seen: one is shown for 6 s after the last letter. */
async function whileTyping(guests: readonly Guest[], seen: Promise<unknown>): Promise<void> {
  let isSeen = false
  const end = () => {
    isSeen = true
  }
  seen.then(end, end)
  while (!isSeen) {
    for (const { room } of guests) room.typing(true)
    await Promise.race([seen, Promise.all(guests.map(({ client }) => client.call('heartbeat', {})))])
  }
  await seen
}

const letsSee = (visitor: Visitor, choice: 'on' | 'off') => {
  const { setting, choices } = visitor.words.attention.typing
  return visitor.chooses(setting, choices[choice])
}

test('[T-65] who switched it off says nothing; a long text is one command in 3 s', async () => {
  const path = `/r/${newRoom()}`
  const ada = await house.enter('Ada Quiet', { path })
  const bob = await house.enter('Bob Quiet', { path })
  const sent = watchCommands(ada, 'typing.set')
  await ada.page.reload()
  await letsSee(ada, 'off')
  await ada.composer.pressSequentially('not seen while it is written')
  await ada.composer.press('Enter')
  await bob.sees('not seen while it is written')
  expect(sent).toEqual([])
  await letsSee(ada, 'on')
  const beganMs = performance.now()
  await ada.composer.pressSequentially('a text of quite a few letters')
  await says(bob, 'Ada Quiet is typing…')
  // On a busy machine it may take longer than the 3 s.
  const most = 1 + Math.floor((performance.now() - beganMs) / limits.typingEveryMs)
  expect(sent.length).toBeWithin(1, most + 1)
  expect(sent[0]).toEqual({ room: expect.any(String), on: true })
  await letsSee(ada, 'off')
  await says(bob, null)
})

test('[UX-16] [UX-19] the strip is not read out, and rests with reduced motion', async () => {
  const room = newRoom()
  for (const locale of ['en', 'zh-CN'] as const) {
    const bob = await house.guest({ name: `Bob Still ${locale}`, room })
    const ada = await house.enter(`Ada Still ${locale}`, { locale, path: `/r/${room}` })
    await ada.page.emulateMedia({ reducedMotion: 'reduce' })
    bob.room.typing(true)
    await strip(ada).waitFor()
    expect(
      await ada.page.evaluate(() => document.querySelector('.typing-line')?.closest('[aria-live], [role=log]')),
    ).toBe(null)
    const moving = await ada.page.evaluate(() =>
      document.getAnimations().filter((one) => Number(one.effect?.getComputedTiming().duration) > 10),
    )
    expect(moving).toEqual([])
    for (const colorScheme of ['light', 'dark'] as const) {
      await ada.page.emulateMedia({ colorScheme })
      await ada.rests()
      expect(await axeViolations(ada.page, colorScheme === 'light' ? 'everything' : 'colours')).toEqual([])
    }
    bob.room.typing(false)
    await says(ada, null)
  }
})
