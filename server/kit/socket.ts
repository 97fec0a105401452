import type { ServerWebSocket } from 'bun'

/** What a socket belongs to: a v1 session, or a guest of the classic gateway. The runtime's handlers only pass on. */
export type SocketOwner = {
  onOpen(socket: Socket): void
  onText(text: string): void
  /** The runtime has written all that waited. */
  onDrain(): void
  /** A ping, which the runtime answers by itself. */
  onPing(): void
  onPong(): void
  onClose(code: number): void
}
/** What an owner may do with its socket. */
export type Socket = Pick<
  ServerWebSocket<SocketOwner>,
  'sendText' | 'subscribe' | 'unsubscribe' | 'getBufferedAmount' | 'ping' | 'close' | 'terminate'
> & {
  /** What `run` sends leaves as one write, behind what was published to this socket before. */
  cork(run: () => number): number
}

/** Where somebody connects from. */
export type Origin = {
  readonly address: string
  /** What limits by address count: the IPv4 address itself, or an IPv6 /64, in which one machine has as many as it likes. */
  readonly prefix: string
  /** What a ban is followed by (T-28): the IPv4 address, or an IPv6 /56; null outside the public net. */
  readonly home: string | null
}
