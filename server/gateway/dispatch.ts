import { closes } from '#protocol/closes.ts'
import type { CommandInput, CommandName, CommandReply } from '#protocol/index.ts'
import type { RefusalBody } from '#protocol/refusals.ts'
import type { AtAnswer, Caller, Encoded, Handlers, Right } from '#server/accounts/caller.ts'
import { newLogId } from '#server/kit/ids.ts'
import type { Rate } from '#server/kit/limiter.ts'
import type { Log } from '#server/kit/log.ts'
import { Refusal, Unsure } from '#server/kit/refusal.ts'
import { decode, refOf } from './decode.ts'
import { isCommandName, requireInput } from './require-input.ts'
import type { Session } from './session.ts'

type Named = Exclude<CommandName, 'hello'>
/** All commands but the hello, which has no caller yet. */
export type AllHandlers = Handlers<Named>
type Answer = object | AtAnswer<object>

export type DispatchNeeds = {
  handlers: AllHandlers
  greet(session: Session, input: CommandInput<'hello'>): Promise<CommandReply<'hello'>>
  requireRight(caller: Caller, right: Right, roomId?: string): undefined | Promise<void>
  log: Log
  rate: Rate
  floodPerSecond: number
  steadyMs(): number
}

/** From a frame's text to its one answer: budget → JSON → shape → right → handler (house.md 2, step 4). */
export function createDispatch({ handlers, greet, requireRight, log, ...budget }: DispatchNeeds) {
  function receive(session: Session, text: string): void {
    const ref = refOf(text)
    const waitMs = takeBudget(session, budget)
    // Without an error, which costs more than all the rest: a flood is refused a hundred thousand times.
    if (waitMs > 0) session.send(`[${ref},"no",{"code":"rate_limited","retry_after_ms":${waitMs}}]`)
    else void answerTo(session, ref, text)
  }

  async function answerTo(session: Session, ref: number, text: string): Promise<void> {
    try {
      const answer = await perform(session, text)
      session.alive()
      const { encoded, behind } = encode(answer)
      session.send(`[${ref},"ok",${encoded}]`, behind)
    } catch (error) {
      session.send(refused(ref, error, log))
    }
  }

  function perform(session: Session, text: string): Promise<Answer> | Answer {
    const { name, input } = requireCommand(session, text)
    if (name === 'hello') return greet(session, requireInput(name, input))
    const { caller } = session
    if (!caller) throw new Refusal('hello_first')
    return call(caller, name, input)
  }

  function call<C extends Named>(caller: Caller, name: C, input: unknown): Promise<Answer> | Answer {
    const command = handlers[name]
    const checked = requireInput(name, input)
    const room = 'room' in checked ? checked.room : undefined
    const allowed = requireRight(caller, command.right, room)
    const answer = allowed ? allowed.then(() => command.handle(caller, checked)) : command.handle(caller, checked)
    return command.right === 'read' ? stillReadable(caller, room, answer) : answer
  }

  /** What was read leaves while one may still read it: one may have been put out since it was asked for (P-27). */
  async function stillReadable(caller: Caller, room: string | undefined, answer: Promise<Answer> | Answer) {
    const reply = await answer
    // What begins with its answer asks for itself, in that turn.
    if (!('atAnswer' in reply)) await requireRight(caller, 'read', room)
    return reply
  }

  return receive
}

/** 0, or the milliseconds until a command of this connection is allowed. */
function takeBudget(session: Session, budget: Pick<DispatchNeeds, 'rate' | 'floodPerSecond' | 'steadyMs'>): number {
  const now = budget.steadyMs()
  if (session.meter.floods(budget.floodPerSecond, now)) session.close(closes.flood)
  return session.meter.take(budget.rate, now)
}

function requireCommand(session: Session, text: string): { name: CommandName; input: unknown } {
  try {
    const { name, input } = decode(text)
    if (!isCommandName(name)) throw new Refusal('unknown_type')
    session.meter.sense()
    return { name, input }
  } catch (error) {
    if (session.meter.nonsense()) session.close(closes.nonsense)
    throw error
  }
}

function encode(answer: Answer): Encoded {
  const reply = 'atAnswer' in answer && typeof answer.atAnswer === 'function' ? answer.atAnswer() : answer
  return isEncoded(reply) ? reply : { encoded: JSON.stringify(reply) }
}

const isEncoded = (reply: object): reply is Encoded => 'encoded' in reply && typeof reply.encoded === 'string'

/** The one place where a refusal becomes a frame. What is neither a refusal nor unsure is a bug, and says only its id. */
function refused(ref: number, error: unknown, log: Log): string {
  if (error instanceof Unsure) return `[${ref},"unknown",{}]`
  const body: RefusalBody = error instanceof Refusal ? { code: error.code, ...error.detail } : bug(error, log)
  return `[${ref},"no",${JSON.stringify(body)}]`
}

function bug(error: unknown, log: Log): RefusalBody {
  const id = newLogId()
  log.error('command_failed', { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  return { code: 'internal', id }
}
