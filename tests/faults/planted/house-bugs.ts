import type { Bug } from './bug.ts'
import { nth } from './nth.ts'

/** Bugs of what a house has beside its rooms: pages of the classic kind, cards of links, packs of pictures. */
export const houseBugs: readonly Bug[] = [
  {
    id: 'B-29',
    says: 'a line is not told to classic pages',
    rules: ['C-12'],
    tour: 'house',
    patches: [
      {
        file: 'server/classic/classic-lobby.ts',
        find: '      this.#needs.publish(topicOf(baseUrl), text)\n',
        replace: `      if (${nth('classicLines')} % 7 > 0) this.#needs.publish(topicOf(baseUrl), text)\n`,
      },
    ],
  },
  {
    id: 'B-30',
    says: 'what a classic page says is stored twice',
    rules: ['C-12'],
    tour: 'house',
    patches: [
      {
        file: 'server/classic/classic-commands.ts',
        find: "    await rooms.requireRight(caller, 'post', lobbyId)\n",
        replace: `    await rooms.requireRight(caller, 'post', lobbyId)
    if (${nth('classicPosts')} % 9 === 0) await messages.postMessage(caller, { room: lobbyId, cid: crypto.randomUUID(), body })\n`,
      },
    ],
  },
  {
    id: 'B-31',
    says: 'a card has half of a title',
    rules: ['C-13'],
    tour: 'house',
    patches: [
      {
        file: 'server/cards/ask-page.ts',
        find: 'title: page.title, ...(page.text',
        replace: 'title: page.title.slice(0, 5), ...(page.text',
      },
    ],
  },
  {
    id: 'B-32',
    says: 'the picture of a card is told of, and not kept',
    rules: ['C-13'],
    tour: 'house',
    patches: [
      {
        file: 'server/cards/index.ts',
        find: '    if (!row) throw',
        replace: `    if (!row || ${nth('cardPictures')} % 3 === 0) throw`,
      },
    ],
  },
  {
    id: 'B-33',
    says: 'a pack is acknowledged, and only in memory',
    rules: ['C-14'],
    tour: 'house',
    patches: [
      {
        file: 'server/packs/change-packs.ts',
        find: '      return work(sql)\n    })\n    held.set(pack)\n',
        replace: `      globalThis.held = await work(sql)
      throw new Refusal('busy')
    }).catch(() => globalThis.held)
    held.set(pack)\n`,
      },
    ],
  },
  {
    id: 'B-34',
    says: 'a pack that was taken away is back after a start',
    rules: ['C-14'],
    tour: 'house',
    patches: [{ file: 'server/packs/change-packs.ts', find: '        await hidePack(sql, id)\n', replace: '' }],
  },
  {
    id: 'B-36',
    says: 'a sticker is now and then another one than was said',
    rules: ['C-15'],
    tour: 'house',
    patches: [
      {
        file: 'server/packs/held-packs.ts',
        find: '{ name, ...sizedId(found.picture) } : ',
        replace: `{ name, ...sizedId(${nth('stickers')} % 3 ? found.picture : [...this.#byId.values()][0].picture) } : `,
      },
    ],
  },
  {
    id: 'B-37',
    says: 'a message loses its last letter',
    rules: ['C-15'],
    patches: [
      {
        file: 'server/messages/post-message.ts',
        find: '    const body = requireBody(input.body, bodyChars, input.files !== undefined)\n',
        replace: `    const whole = requireBody(input.body, bodyChars, input.files !== undefined)
    const body = ${nth('bodies')} % 20 ? whole : whole.slice(0, -1)\n`,
      },
    ],
  },
  {
    id: 'B-38',
    says: 'a sticker loses its face when its pack is taken away',
    rules: ['C-13'],
    tour: 'house',
    patches: [
      {
        file: 'server/packs/pack-rows.ts',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it stands so in the source.
        find: 'hash from emoticons where id = ${id}`',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the same.
        replace: 'hash from emoticons where id = ${id} and removed = 0`',
      },
    ],
  },
  {
    id: 'B-39',
    says: 'a sticker that is offered is refused now and then',
    rules: ['C-15'],
    tour: 'house',
    patches: [
      {
        file: 'server/packs/held-packs.ts',
        find: "    if (found?.kind !== 'stickers') return",
        replace: `    if (found?.kind !== 'stickers' || ${nth('offers')} % 3 === 0) return`,
      },
    ],
  },
]
