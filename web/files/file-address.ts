import { useEffect, useState } from 'preact/hooks'
import { readPlace } from '#web/kit/place.ts'
import { sessionToken } from '#web/store/begin-session.ts'
import { localPicture } from '#web/store/local-pictures.ts'

/** `card`: the picture of a link's card, which has an address of its own. */
export type Form = 'whole' | 'thumb' | 'card'

export const addressOf = (id: string, form: Form): string =>
  `${readPlace().base}/api/${form === 'card' ? 'cards' : 'files'}/${id}${form === 'thumb' ? '/thumb' : ''}`

/**
 * What an element loads a file from; null while it is not known, `failed` where it did not come. Without a cookie an element
 * would ask as nobody: the page fetches the bytes itself, and lets go of them with the element. `tries`: with another number it asks anew.
 */
export function useAddress(id: string | null, form: Form, tries = 0): string | null | 'failed' {
  const [fetched, setFetched] = useState<string | 'failed' | null>(null)
  const token = sessionToken()
  useEffect(() => {
    if (token === undefined || id === null || (form === 'thumb' && localPicture(id))) return
    setFetched(null)
    const stop = new AbortController()
    let made = ''
    fetchFile(id, form, stop.signal).then(
      (blob) => {
        if (stop.signal.aborted) return
        made = URL.createObjectURL(blob)
        setFetched(made)
      },
      () => !stop.signal.aborted && setFetched('failed'),
    )
    return () => {
      stop.abort()
      if (made) URL.revokeObjectURL(made)
    }
  }, [id, form, token, tries])
  if (id === null) return null
  const local = form === 'thumb' && localPicture(id)
  if (local) return local
  return token === undefined ? addressOf(id, form) : fetched
}

export async function fetchFile(id: string, form: Form, signal?: AbortSignal): Promise<Blob> {
  const token = sessionToken()
  const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` }
  const answer = await fetch(addressOf(id, form), { headers, ...(signal && { signal }) })
  if (!answer.ok) throw new Error(`file: ${answer.status}`)
  return answer.blob()
}
