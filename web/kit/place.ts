/** What the server wrote into the page. */
export type Place = {
  /** Path under which everything lives: '' or '/chat', never with a slash at its end. */
  base: string
  /** Name of the installation. */
  title: string
  /** Build of the page, to be compared with the hello's. */
  build: string
}

/** The room that a path names; a path that names none is the lobby. */
export function roomNameOf(pathname: string, base: string): string {
  const match = /^\/r\/([^/]+)\/?$/.exec(pathname.slice(base.length))
  if (!match?.[1]) return ''
  try {
    return decodeURIComponent(match[1])
  } catch {
    return match[1]
  }
}

/** The room that a link leads to, where it leads to one of this house; null: elsewhere. */
export function roomOfLink(link: { origin: string; pathname: string }, origin: string, base: string): string | null {
  if (link.origin !== origin || !link.pathname.startsWith(`${base}/`)) return null
  const path = link.pathname.slice(base.length)
  return path === '/' || /^\/r\/[^/]+\/?$/.test(path) ? roomNameOf(link.pathname, base) : null
}

/** Address of the web socket beside a page. */
export const socketUrl = (at: { protocol: string; host: string }, base: string): string =>
  `${at.protocol === 'https:' ? 'wss:' : 'ws:'}//${at.host}${base}/ws`

/** Link to a room, from anywhere in the page. */
export const roomPath = (base: string, name: string): string =>
  name ? `${base}/r/${encodeURIComponent(name)}` : `${base}/`

/** The address of a room as this browser reaches it: below the path of the installation, under the name that people type. */
export const linkTo = (room: string, base: string, here: string): string => new URL(roomPath(base, room), here).href

export function readPlace(): Place {
  const { base = '', place = '', build = '' } = document.documentElement.dataset
  return { base, title: place, build }
}
