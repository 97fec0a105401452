import { readFileSync } from 'node:fs'
import path from 'node:path'
import { addresses } from '#protocol/addresses.ts'
import { createDoor } from '#server/gateway/door.ts'
import { createRoutes } from '#server/gateway/http-routes.ts'
import type { Dice } from '../dice.ts'

const routes = Object.entries(addresses).map(([address, methods]) => ({ address, methods }))

/** The places of an address: the sign with which its id begins, and how long that is. */
const ids: Readonly<Record<string, [sign: string, length: number]>> = {
  room: ['r', 12],
  upload: ['u', 26],
  file: ['f', 26],
  picture: ['f', 26],
  pack: ['k', 12],
  emoticon: ['e', 16],
}

/** Addresses that stand in the code of the door and of what everybody may read. */
const written = [createRoutes, createDoor].flatMap((code) =>
  [...String(code).matchAll(/["'](\/[\w./-]*)["']/g)].map(([, address = '']) => address),
)
/** What was built for the page. */
const built = (): string[] => {
  const manifest: { files: Record<string, unknown> } = JSON.parse(
    readFileSync(path.resolve(import.meta.dir, '../../../dist/web/manifest.json'), 'utf8'),
  )
  return Object.keys(manifest.files).map((file) => `/${file}`)
}

export type Address = { method: string; path: string }

/** Every address of the gateway, as its own tables have them; ids are real ones where one fits. */
export class Addresses {
  readonly #open = [...new Set([...written, ...built()])]
  readonly count = routes.length + this.#open.length
  readonly #ids: readonly string[]

  constructor(ids: readonly string[]) {
    this.#ids = ids
  }

  /** One that is answered. */
  right(dice: Dice): Address {
    if (dice.oneIn(3)) return { method: dice.oneIn(4) ? 'HEAD' : 'GET', path: this.#openAddress(dice) }
    const { methods, address } = dice.one(routes)
    return { method: dice.one(methods), path: this.#fitting(address, dice) }
  }

  #openAddress(dice: Dice): string {
    const address = dice.one(this.#open)
    if (address === '/avatars/') return `/avatars/${dice.below(40)}.svg`
    return address === '/r/' ? `/r/${dice.one(['tea', '%E8%8C%B6', 'scene-1', '~x', ''])}` : address
  }

  #fitting(address: string, dice: Dice): string {
    const isReal = dice.one([true, true, true, false])
    return address.replace(/:([a-z]+)/g, (_, place: string) => {
      if (place === 'version') return String(dice.one([1, 1, 2, dice.below(10 ** 9)]))
      if (place === 'kind') return dice.one(['html', 'ndjson', 'zip', 'pdf'])
      const shape = ids[place]
      // A place of another kind than those above would be tried with nothing that fits it.
      if (!shape) throw new Error(`tests/fuzz/http/addresses.ts knows no ${place}: teach it`)
      return this.#id(...shape, isReal, dice)
    })
  }

  #id(sign: string, length: number, isReal: boolean, dice: Dice): string {
    const real = this.#ids.filter((id) => id.startsWith(sign) && id.length === length + 1)
    if (isReal && real.length > 0) return dice.one(real)
    return sign + dice.some(length, () => dice.one([...'0123456789abcdefghjkmnpqrstvwxyz'])).join('')
  }
}
