import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { closes } from '#protocol/closes.ts'
import { limits } from '#protocol/limits.ts'
import type { Log } from '#server/kit/log.ts'
import { ConfigError } from '#server/kit/settings.ts'
import type { SocketOwner } from '#server/kit/socket.ts'
import { busyWithoutDescriptor } from './no-descriptor.ts'

/** The runtime's own time-out, behind ours; its pings keep proxies from cutting an idle socket. */
const IDLE_SECONDS = 120

export type Upgrade = { owner: SocketOwner; headers: Record<string, string> }
/** How a request came. */
export type Arrival = {
  /** Of the other end. */
  address: string
  /** Its answer may stand still for so many whole seconds, 255 at most: else the runtime ends it after some ten (measured). */
  mayRest(seconds: number): void
}
/** What a request comes to: an answer, or a socket and whose it is. */
export type Outcome = Response | Upgrade

export type ServerNeeds = {
  port: number
  host: string
  backlogBytes: number
  log: Log
  handle(request: Request, arrival: Arrival): Outcome | Promise<Outcome>
  /** The runtime refuses a handshake without a key, or of another version, before it is a socket (D-23). */
  refuseHandshake(request: Request): Response
}

export type RunningServer = {
  port: number
  /** The number of sockets that heard it is not told: it is 0 though every healthy reader got the frame (measured). */
  publish(topic: string, frame: string): void
  /** How many sockets hear a topic. */
  listeners(topic: string): number
  /** Nobody new comes in; who is inside stays, and what was asked is answered. */
  stopListening(): void
  /** Ends what is still open. */
  stop(): Promise<void>
}

/**
 * Refuses a name of HOST that has no address, with `ConfigError`: the runtime would say that the port is in use
 * (measured).
 */
export async function requireHost(host: string): Promise<void> {
  if (isIP(host) > 0) return
  await lookup(host).catch((cause: unknown) => {
    throw new ConfigError(
      `HOST in the environment is "${host}", but a name or an address of this machine is expected.`,
      { cause },
    )
  })
}

/** Opens the door. Refuses with `ConfigError` when the port is in use or the host is not ours. */
export function startServer(needs: ServerNeeds): RunningServer {
  try {
    return serve(needs)
  } catch (error) {
    throw asSentence(error, needs)
  }
}

function asSentence(error: unknown, { host, port }: ServerNeeds): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'EADDRNOTAVAIL')
    return new ConfigError(`HOST in the environment is "${host}", but an address of this machine is expected.`, {
      cause: error,
    })
  if (code === 'EADDRINUSE')
    return new ConfigError('PORT: something else is using this port already. Set PORT to another one.', {
      cause: error,
    })
  if (code === 'EACCES')
    return new ConfigError(`PORT ${port} may not be opened by this user: set PORT to 1024 or above.`, { cause: error })
  return error
}

/** The one place that says Bun.serve. */
function serve(needs: ServerNeeds): RunningServer {
  const server = Bun.serve({
    port: needs.port,
    hostname: needs.host,
    development: false,
    // Without this line a server that is not `development` shares its port with a second one, silently (measured, D-4).
    reusePort: false,
    // What a slice of a file has; JSON is read no further than json-body.ts says.
    maxRequestBodySize: limits.sliceBytes,
    async fetch(request, self) {
      const address = self.requestIP(request)?.address ?? ''
      const outcome = await needs.handle(request, { address, mayRest: (seconds) => self.timeout(request, seconds) })
      if (outcome instanceof Response) return outcome
      const { owner, headers } = outcome
      if (self.upgrade(request, { data: owner, headers })) return undefined
      owner.onClose(closes.goingAway)
      return needs.refuseHandshake(request)
    },
    error(error) {
      // A file is opened when it is sent, after it was answered.
      const busy = busyWithoutDescriptor(error)
      if (busy) return busy
      needs.log.error('request_failed', { error: error.stack ?? error.message })
      return new Response('Internal error', { status: 500 })
    },
    websocket: {
      data: {} as SocketOwner, // only a type: the runtime's way to say what `data` is
      maxPayloadLength: limits.commandBytes,
      backpressureLimit: needs.backlogBytes,
      closeOnBackpressureLimit: true,
      perMessageDeflate: false,
      idleTimeout: IDLE_SECONDS,
      sendPings: true,
      open: (socket) => socket.data.onOpen(socket),
      message(socket, message) {
        if (typeof message === 'string') socket.data.onText(message)
        else socket.close(closes.binary)
      },
      drain: (socket) => socket.data.onDrain(),
      ping: (socket) => socket.data.onPing(),
      pong: (socket) => socket.data.onPong(),
      close: (socket, code) => socket.data.onClose(code),
    },
  })
  return {
    port: server.port ?? needs.port,
    publish: (topic, frame) => void server.publish(topic, frame, false),
    listeners: (topic) => server.subscriberCount(topic),
    stopListening: () => void server.stop(),
    stop: () => server.stop(true),
  }
}
