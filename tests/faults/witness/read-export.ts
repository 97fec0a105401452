import { isFields, seenEvents } from '../hash-of.ts'
import type { Seen } from '../history.ts'
import { monotonicMs } from '../monotonic.ts'

/** The room as a file (docs/export.md); null where it was refused or broken off. */
export async function readExport(url: string, room: string, token: string): Promise<Seen | null> {
  const askedT = monotonicMs()
  const headers = { Authorization: `Bearer ${token}` }
  const text = await fetch(`${url}/api/rooms/${room}/export.ndjson`, { headers })
    .then((response) => (response.ok ? response.text() : ''))
    .catch(() => '')
  const [head, ...rows] = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line))
  if (!isFields(head)) return null
  const asOf = Number(head['as_of'])
  const events = seenEvents(rows)
  return {
    kind: 'read',
    room,
    epoch: String(head['epoch']),
    by: 'export',
    askedT,
    asOf,
    whole: { first: 1, last: asOf },
    events,
  }
}
