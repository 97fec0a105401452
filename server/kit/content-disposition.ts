/** How a file is called by who keeps it: a plain name for old readers, the whole one for others (RFC 6266). */
export function contentDisposition(how: 'attachment' | 'inline', name: string, plainName = plainOf(name)): string {
  return `${how}; filename="${plainName}"; filename*=UTF-8''${encoded(name)}`
}

function plainOf(name: string): string {
  const at = name.lastIndexOf('.')
  const [stem, ending] = at > 0 ? [name.slice(0, at), name.slice(at)] : [name, '']
  return `${asciiOf(stem, 'file')}${ending.replace(/[^\w.-]+/g, '')}`
}

/** A name of nothing but gaps is none. */
export function asciiOf(text: string, fallback: string): string {
  const plain = text.replace(/[^\x20-\x7e]+/g, '_').replace(/["\\]/g, '_')
  return /[a-z0-9]/i.test(plain) ? plain : fallback
}

/** encodeURIComponent leaves a few signs that RFC 5987 does not, and takes no half of a pair. */
const encoded = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(
    /['()*!]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
