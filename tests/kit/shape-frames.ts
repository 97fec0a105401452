import type { Page, WebSocketRoute } from 'playwright-core'
import type { RoomInfo } from '#protocol/rooms.ts'

/** A page's socket in the hands of a test: what the server says may be changed, and something said in its name. */
export type ShapedLine = {
  /** What a room is from the next join on. */
  rooms: Map<string, Partial<RoomInfo>>
  /** A push, as if the server had sent it. */
  push(kind: string, body: object): void
  /** Id of the room that was opened last. */
  readonly roomId: string
  /** What commands of this name are refused with, from now on. */
  refuses: Map<string, object>
}

/** Call it before the page opens its socket. */
export async function shapeFrames(page: Page): Promise<ShapedLine> {
  let client: WebSocketRoute | null = null
  let roomId = ''
  const rooms = new Map<string, Partial<RoomInfo>>()
  const refuses = new Map<string, object>()
  await page.routeWebSocket(/\/ws$/, (line) => {
    client = line
    const server = line.connectToServer()
    line.onMessage((text) => {
      const [ref, name] = JSON.parse(text.toString())
      const no = refuses.get(name)
      if (no) line.send(JSON.stringify([ref, 'no', no]))
      else server.send(text)
    })
    server.onMessage((text) => {
      const frame = JSON.parse(text.toString())
      const room = frame[2]?.room
      if (frame[1] === 'ok' && typeof room === 'object') {
        roomId = room.id
        Object.assign(room, rooms.get(room.name))
      }
      line.send(JSON.stringify(frame))
    })
  })
  return {
    rooms,
    refuses,
    push: (kind, body) => client?.send(JSON.stringify([0, kind, body])),
    get roomId() {
      return roomId
    },
  }
}
