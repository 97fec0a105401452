import type { Locale } from '#protocol/people.ts'
import { type Client, createClient, type Room } from '#sdk/index.ts'
import { createBunPlatform } from './bun-platform.ts'

/** Somebody without a browser, who speaks through the SDK. */
export type Guest = {
  readonly client: Client
  readonly name: string
  readonly room: Room
  /** What it shows beside the socket, as a bot does. */
  readonly token: string
  /** Resolves when the server has stored it. */
  says(text: string): Promise<void>
  /** Says all of them, in order; resolves when the last is stored. */
  tells(texts: readonly string[]): Promise<void>
  leaves(): void
}

type GuestOptions = { name: string; look?: number; room?: string; locale?: Locale; most?: number }

/** Makes a new guest, enters under `name`, and joins the room of that address ('' is the lobby). */
export async function bringGuest(
  server: { readonly url: string; readonly socketUrl: string },
  { name, look = 0, room: address = '', locale = 'en', most }: GuestOptions,
): Promise<Guest> {
  const token = await newToken(server.url, locale)
  const options = { platform: createBunPlatform(), url: server.socketUrl, token, locale }
  const client = createClient(most === undefined ? options : { ...options, most })
  client.start()
  await online(client)
  await client.call('profile.set', { name, look })
  const room = client.room(address)
  await joined(room)
  return {
    client,
    name,
    room,
    token,
    says: (text) => said(room, [text]),
    tells: (texts) => said(room, texts),
    leaves: () => client.stop(),
  }
}

/** A guest's secret, as a bot gets it (POST /api/session with `as` token). */
export async function newToken(url: string, locale: Locale = 'en'): Promise<string> {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ locale, as: 'token' }),
  })
  const answer: { token?: string } = await response.json()
  if (!answer.token) throw new Error(`no token: ${response.status} ${JSON.stringify(answer)}`)
  return answer.token
}

/** The secret of a guest who has entered, and is nowhere. */
export async function newNamed(
  server: { readonly url: string; readonly socketUrl: string },
  { name, look = 0, locale = 'en' }: Omit<GuestOptions, 'room'>,
): Promise<string> {
  const token = await newToken(server.url, locale)
  const client = createClient({ platform: createBunPlatform(), url: server.socketUrl, token, locale })
  client.start()
  await online(client)
  await client.call('profile.set', { name, look })
  client.stop()
  return token
}

function online(client: Client): Promise<void> {
  return new Promise((resolve, reject) => {
    const hear = ({ name }: Client['status']) => {
      if (name !== 'online' && name !== 'stopped') return
      stop()
      if (name === 'online') resolve()
      else reject(new Error(`the server sent this guest away: ${JSON.stringify(client.status)}`))
    }
    const stop = client.onStatus(hear)
    hear(client.status)
  })
}

function joined(room: Room): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = room.listen({
      snapshot() {
        queueMicrotask(() => stop())
        resolve()
      },
      refused: (code) => reject(new Error(`the room refused: ${code}`)),
    })
  })
}

function said(room: Room, texts: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let cids: readonly string[] = []
    const stop = room.listen({
      events(events) {
        if (!events.some((event) => event.cid === cids.at(-1))) return
        queueMicrotask(() => stop())
        resolve()
      },
      outgoing(entries) {
        const failed = entries.find((entry) => cids.includes(entry.cid) && entry.failed)?.failed
        if (failed) reject(new Error(`not said: ${failed.code}`))
      },
    })
    cids = texts.map((text) => room.post(text))
  })
}
