import { type Handshake, openRaw, type RawSocket } from '#tests/kit/raw-socket.ts'

export type Frame = Readonly<Record<string, unknown>> & { readonly type: string }
export type User = { username: string; headerimg: string; login_time: string }

/** A page of the tutorial without its page: frames out, frames in. */
export class ClassicClient {
  readonly socket: RawSocket

  constructor(socket: RawSocket) {
    this.socket = socket
  }

  /** The next frame, whatever it is. */
  async hears(): Promise<Frame> {
    return frameOf(await this.socket.next())
  }

  /** The next frame of this type; others before it are passed over. */
  async hearsA(type: string): Promise<Frame> {
    for (;;) {
      const frame = await this.hears()
      if (frame.type === type) return frame
    }
  }

  says(frame: unknown): Promise<void> {
    return this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame))
  }

  async logsIn(name: string, headerimg?: string): Promise<Frame> {
    await this.says({ type: 'login', msg: name, ...(headerimg !== undefined && { headerimg }) })
    return this.hearsA('login')
  }

  /** The refusal's code, with the rest of the frame. */
  async isRefused(frame: unknown): Promise<Frame> {
    await this.says(frame)
    return this.hearsA('error')
  }

  /** Everything that came and was not heard yet, up to the answer to a frame sent now: nothing else can be under way. */
  async settled(): Promise<Frame[]> {
    const probe = `probe${Math.random().toString(36).slice(2)}`
    await this.says({ type: probe })
    const frames: Frame[] = []
    for (;;) {
      const frame = await this.hears()
      if (frame.type === 'error' && frame['code'] === 'unknown_type') return frames
      frames.push(frame)
    }
  }

  leaves(): void {
    this.socket.destroy()
  }

  [Symbol.dispose](): void {
    this.leaves()
  }
}

/** Opens a classic socket and hears its `handShake`. */
export async function openClassic(
  server: { readonly port: number },
  headers: Handshake['headers'] = {},
): Promise<ClassicClient> {
  const client = new ClassicClient(await openRaw({ port: server.port, headers }))
  const first = await client.hears()
  if (first.type !== 'handShake') throw new Error(`the first frame is ${JSON.stringify(first)}`)
  return client
}

/** A guest who is present in the lobby and has heard so. */
export async function bringClassic(
  server: { readonly port: number },
  name: string,
  headerimg?: string,
): Promise<ClassicClient> {
  const client = await openClassic(server)
  await client.logsIn(name, headerimg)
  return client
}

export function usersOf(frame: Frame): User[] {
  const list: unknown = frame['user_list']
  if (!Array.isArray(list)) throw new Error(`no user_list: ${JSON.stringify(frame)}`)
  return list
}

export const namesOf = (frame: Frame): string[] => usersOf(frame).map((user) => user.username)

function frameOf(text: string): Frame {
  const frame: Frame = JSON.parse(text)
  return frame
}
