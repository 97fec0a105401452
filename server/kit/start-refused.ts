/** Why the server does not start: the message is one sentence for the person who starts it, and no stack is shown. */
export class StartRefused extends Error {
  override readonly name: string = 'StartRefused'
}
