import type { ServerWebSocket } from 'bun'

/** What a socket belongs to: a v1 session, or a guest of the classic gateway. The runtime's handlers only pass on. */
export type SocketOwner = {
  onOpen(socket: Socket): void
  onText(text: string): void
  /** The runtime has written all that waited. */
  onDrain(): void
  onPong(): void
  onClose(code: number): void
}
/** What an owner may do with its socket. */
export type Socket = Pick<
  ServerWebSocket<SocketOwner>,
  'sendText' | 'subscribe' | 'unsubscribe' | 'getBufferedAmount' | 'ping' | 'close' | 'terminate'
>

/** Where somebody connects from: `address` is for limits, `prefix` stands for its neighbourhood, for log and guests. */
export type Origin = { readonly address: string; readonly prefix: string }
