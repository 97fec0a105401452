import type { Address } from '#protocol/addresses.ts'

/** Names of the words behind colons. */
type NamesIn<Path extends string> = Path extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer More}`
    ? Name | NamesIn<`/${More}`>
    : Rest extends `${infer Name}.${infer More}`
      ? Name | NamesIn<`.${More}`>
      : Rest
  : never
export type Places<A extends Address> = Readonly<Record<NamesIn<A>, string>>
type PlaceName = NamesIn<Address>

const SIGN = '[0-9a-hjkmnp-tv-z]'
/** Every id by its own pattern: what is none is an address at which there is nothing (T-49). */
const shapes: Readonly<Record<PlaceName, string>> = {
  room: `r${SIGN}{12}`,
  upload: `u${SIGN}{26}`,
  file: `f${SIGN}{26}`,
  picture: `f${SIGN}{26}`,
  pack: `k${SIGN}{12}`,
  version: '\\d{1,9}',
  emoticon: `e${SIGN}{16}`,
  kind: '[a-z]{1,8}',
}

/** What stands in the places of an address; null: another address. */
export function matcherOf<A extends Address>(address: A): (path: string) => Places<A> | null {
  const source = address
    .replaceAll('.', '\\.')
    .replace(/:([a-z]+)/g, (_, name: PlaceName) => `(?<${name}>${shapes[name]})`)
  const pattern = new RegExp(`^${source}$`)
  return (path) => {
    const found = pattern.exec(path)
    return found && ({ ...found.groups } as Places<A>) // the groups are the places of this address
  }
}
