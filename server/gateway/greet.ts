import { closes } from '#protocol/closes.ts'
import type { Welcome } from '#protocol/connection.ts'
import type { CommandInput } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import { versions } from '#protocol/version.ts'
import type { Principal, Principals } from '#server/accounts/principals.ts'
import type { Clock } from '#server/kit/clock.ts'
import { FewATurn } from '#server/kit/few-a-turn.ts'
import type { Log } from '#server/kit/log.ts'
import { maskAddress } from '#server/kit/log.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Connections } from './connections.ts'
import type { Session } from './session.ts'

/** Who one is is looked up for each, some 0.2 ms. */
const HELLOS_A_TURN = 8

export type GreetNeeds = {
  clock: Clock
  log: Log
  principals: Principals
  connections: Connections
  findGuest(token: string): Promise<Principal | null>
  /** Nobody owns the installation yet (T-72). */
  isClaimable(): boolean
  server: string
  build: string
  /** Most bytes of a file, here. */
  fileBytes: number
  /** Whether the server asks pages what they say of themselves. */
  hasCards: boolean
}

/** Answers the hello: who is this, and what must it know. Refuses with `version_unsupported`, `login_first`. */
export function createGreet({
  clock,
  log,
  principals,
  connections,
  findGuest,
  isClaimable,
  server,
  build,
  fileBytes,
  hasCards,
}: GreetNeeds) {
  const turns = new FewATurn(HELLOS_A_TURN)

  async function requirePrincipal(cookie: string | null, token: string | undefined): Promise<Principal> {
    const secret = token ?? cookie
    const principal = secret === null ? null : await findGuest(secret)
    if (!principal || principal.gone) throw new Refusal('login_first')
    return principal
  }

  return async function greet(session: Session, input: CommandInput<'hello'>): Promise<Welcome> {
    const v = versions.find((version) => version === input.v)
    if (!v) throw new Refusal('version_unsupported', { supported: versions })
    const greeting = session.takeGreeting()
    if (!greeting) throw new Refusal('already_logged_in')
    await turns.wait()
    const found = await requirePrincipal(greeting.cookie, input.token).catch((error: unknown) => {
      session.giveGreetingBack()
      throw error
    })
    const keptOutMs = connections.keptOutMs(found.id)
    if (keptOutMs > 0) {
      // By this code its clients stay away, as they should have.
      session.close(closes.flood)
      throw new Refusal('rate_limited', { retry_after_ms: keptOutMs })
    }
    const principal = principals.connect(found, session)
    if (!session.welcome(principal)) {
      principals.disconnect(principal, session)
      throw new Refusal('login_first')
    }
    connections.greeted(session, principal)
    log.info('connected', {
      connection: session.id,
      principal: principal.id,
      from: maskAddress(session.from.address),
      client: input.client,
    })
    const claimable = isClaimable() ? { claimable: true as const } : {}
    const was = connections.takeSlow(principal.id) ? { was: 'slow' as const } : {}
    return {
      v,
      server,
      build,
      me: principal.me(),
      now_ms: clock.nowMs(),
      heartbeat_ms: limits.heartbeatMs,
      limits: { ...told, file_bytes: fileBytes },
      ...(hasCards && { cards: true as const }),
      ...claimable,
      ...was,
    }
  }
}

/** The bounds that a client needs. */
const told: Welcome['limits'] = {
  body_chars: limits.bodyChars,
  name_chars: limits.nameChars,
  room_name_chars: limits.roomNameChars,
  command_bytes: limits.commandBytes,
  page_events: limits.pageEvents,
  file_bytes: limits.fileBytes,
  message_files: limits.messageFiles,
}
