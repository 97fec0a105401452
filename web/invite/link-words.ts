/** A link with its signs as people read them; where they are none, as it is. */
export function readable(link: string): string {
  try {
    return decodeURI(link)
  } catch {
    return link
  }
}

/** A name that means this machine on every machine: whoever else follows such a link comes to nothing, or to something else. */
export const isThisMachine = (host: string): boolean => /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/i.test(host)
