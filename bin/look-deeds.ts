import { isSaid } from '#protocol/message-state.ts'
import type { Guest } from '#tests/kit/guest.ts'
import type { Visitor } from '#tests/kit/page.ts'
import { attaches, sends } from './look-files.ts'
import type { Deed } from './look-scenes.ts'

/** Numbers of messages by their text, as a guest of the room hears them. */
export function hearNumbers(guest: Guest | undefined): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>()
  const note = (lines: readonly { seq: number; body?: string | undefined }[]) => {
    for (const { seq, body } of lines) if (body !== undefined) numbers.set(body, seq)
  }
  guest?.room.listen({ snapshot: ({ lines }) => note(lines), events: (events) => note(events.filter(isSaid)) })
  return numbers
}

type Cast = { me: Visitor; guests: readonly Guest[]; numbers: ReadonlyMap<string, number> }

/** Does with the messages of a scene what its people do with them; what `me` does goes through the page. */
export async function doDeeds(deeds: readonly Deed[], { me, guests, numbers }: Cast): Promise<void> {
  for (const deed of deeds) {
    const guest = guests.find(({ name }) => name === deed.who)
    const [body, seq] = await beginning(numbers, deed.to)
    if (guest) await byGuest(guest, seq, deed)
    else await byMe(me, body, deed)
  }
}

/** Resolves when a message that begins so was heard. */
async function beginning(numbers: Cast['numbers'], to: string): Promise<[body: string, seq: number]> {
  for (;;) {
    const found = [...numbers].find(([text]) => text.startsWith(to))
    if (found) return found
    await Bun.sleep(20)
  }
}

async function byGuest({ room }: Guest, seq: number, { react, reply, pin, recall }: Deed): Promise<void> {
  if (react) await room.react(seq, react, true)
  if (reply) room.post(reply, { re: seq })
  if (pin) await room.pin(seq, true)
  if (recall) await room.erase(seq, 'recall')
}

async function byMe(me: Visitor, body: string, { react, reply, edit, recall }: Deed): Promise<void> {
  const line = body.split('\n')[0] ?? ''
  await me.sees(line)
  if (react) {
    const menu = await me.opensMenu(line)
    await menu.getByRole('menuitemcheckbox', { name: me.words.actions.reactWith(react) }).click()
  }
  if (recall) await (await me.stands(line)).press('Delete')
  const text = reply ?? edit
  if (text === undefined) return
  await (await me.stands(line)).press(reply ? 'r' : 'e')
  await me.page.locator('.composer-strip').waitFor()
  await me.composer.fill(text)
  await me.composer.press('Enter')
  await me.sees(text)
}

type Pose = (visitor: Visitor) => Promise<unknown>

/** States of what one does with a message: the name of the picture, and how the page gets there. */
export function poses(
  text: string,
): readonly { what: string; sizes: readonly ('desktop' | 'phone' | 'small')[]; pose: Pose }[] {
  const menu: Pose = async (visitor) => {
    await visitor.sees(text)
    await visitor.bubble(text).last().hover()
    await visitor.page.locator('.row-tool').last().click()
    await visitor.page.getByRole('menu').waitFor()
  }
  const sheet: Pose = async (visitor) => {
    await visitor.sees(text)
    // What a finger does comes after the page.
    await visitor.page.waitForLoadState('networkidle')
    const box = await visitor.bubble(text).last().boundingBox()
    const devtools = await visitor.devtools()
    const touchPoints = [{ x: (box?.x ?? 0) + 30, y: (box?.y ?? 0) + 20 }]
    await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints })
    await visitor.dialog.waitFor()
    await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  }
  const pins: Pose = async (visitor) => {
    await visitor.sees(text)
    await visitor.page.getByRole('button', { name: visitor.words.actions.pins }).click()
    await visitor.page.locator('.pin').first().waitFor()
  }
  const answering: Pose = async (visitor) => {
    await visitor.sees(text)
    await (await visitor.stands(text)).press('r')
    await visitor.page.locator('.composer-strip').waitFor()
  }
  return [
    { what: 'menu', sizes: ['desktop'], pose: menu },
    { what: 'sheet', sizes: ['phone', 'small'], pose: sheet },
    { what: 'pins', sizes: ['desktop', 'phone'], pose: pins },
    { what: 'attaching', sizes: ['desktop', 'phone', 'small'], pose: (visitor) => attaches(visitor, text) },
    { what: 'sending', sizes: ['desktop', 'phone'], pose: (visitor) => sends(visitor, text) },
    { what: 'answering', sizes: ['desktop', 'phone', 'small'], pose: answering },
  ]
}
