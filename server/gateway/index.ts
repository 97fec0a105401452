import { closes } from '#protocol/closes.ts'
import type { Accounts } from '#server/accounts/index.ts'
import type { Principals } from '#server/accounts/principals.ts'
import type { Cards } from '#server/cards/index.ts'
import type { Classic } from '#server/classic/index.ts'
import type { Config } from '#server/config.ts'
import type { Exports } from '#server/export/index.ts'
import type { AddressCounts } from '#server/kit/address-counts.ts'
import type { Clock } from '#server/kit/clock.ts'
import type { Log } from '#server/kit/log.ts'
import type { Packs } from '#server/packs/index.ts'
import type { Rooms } from '#server/rooms/index.ts'
import type { Uploads } from '#server/uploads/index.ts'
import { createApi, type Routes } from './api-routes.ts'
import type { Assets } from './assets.ts'
import { type RunningServer, startServer } from './bun-server.ts'
import { createCardRoute } from './card-route.ts'
import { createClientAddress } from './client-address.ts'
import { Connections } from './connections.ts'
import { type AllHandlers, createDispatch } from './dispatch.ts'
import { createDoor } from './door.ts'
import { createExportRoute } from './export-route.ts'
import { createFileRoutes } from './file-routes.ts'
import { createGreet } from './greet.ts'
import { createHttpBudget, type HttpBudget } from './http-budget.ts'
import { createRequirePrincipal } from './http-principal.ts'
import { createRoutes, text } from './http-routes.ts'
import { createManifest } from './manifest.ts'
import { createOriginRules } from './origin.ts'
import { createPackRoutes } from './pack-routes.ts'
import { createPage } from './page.ts'
import { Session } from './session.ts'
import type { SessionNeeds } from './session-needs.ts'
import { createSessionRoute } from './session-route.ts'
import { createUploadRoutes } from './upload-routes.ts'

export type GatewayNeeds = {
  config: Config
  clock: Clock
  log: Log
  version: string
  assets: Assets
  principals: Principals
  accounts: Accounts
  rooms: Rooms
  exports: Exports
  uploads: Uploads
  packs: Packs
  cards: Pick<Cards, 'readPicture'>
  handlers: AllHandlers
  classic: Classic | null
  addresses: AddressCounts
  isReady(): boolean
  isClaimable(): boolean
}

export type Gateway = {
  server: RunningServer
  sweep(): void
  sweepBudgets(): void
  /** Says goodbye, so that everybody comes back later, spread over `spreadMs`. */
  sendAway(spreadMs: number): void
  closeAll(): Promise<void>
  connections(): number
}

/** The wire: HTTP and WebSocket in, handlers' answers out. */
export function openGateway(needs: GatewayNeeds): Gateway {
  const { config, clock, log, principals, rooms, classic } = needs
  const { limits } = config
  const connections = new Connections({
    clock,
    log,
    principals,
    addresses: needs.addresses,
    perPerson: limits.connectionsPerPerson,
    leaveAll: rooms.leaveAll,
  })
  const openSession = sessionOpener(needs, connections)
  const refuseHandshake = () => text('This is not a WebSocket handshake.\n', 400)
  const budget = createHttpBudget({ clock, quota: limits })
  const house = { basePath: config.basePath, place: config.roomTitle }
  const page = createPage(needs.assets, house)
  const handle = createDoor({
    basePath: config.basePath,
    log,
    origins: createOriginRules(config),
    clientAddress: createClientAddress(config.trustedProxies),
    get: createRoutes({ assets: needs.assets, page, manifest: createManifest(house), isReady: needs.isReady }),
    callApi: createApi(apiRoutes(needs, budget)),
    openSession,
    refuseHandshake,
    openClassic: classic ? (from, baseUrl) => classic.open(from, baseUrl) : null,
    delayRefusal: (address) => classic?.delayRefusal(address) ?? Promise.resolve(),
    takeRequest: budget.takeRequest,
  })
  const { port, host } = config
  const server = startServer({ port, host, backlogBytes: limits.backlogBytes, log, handle, refuseHandshake })
  return {
    server,
    sweep: () => connections.sweep(),
    sweepBudgets: budget.sweepBudgets,
    sendAway: (spreadMs) => connections.sendAway(spreadMs),
    closeAll: () => connections.closeAll(closes.restarting),
    connections: () => connections.size,
  }
}

function apiRoutes(needs: GatewayNeeds, budget: HttpBudget): Routes {
  const { basePath } = needs.config
  const requirePrincipal = createRequirePrincipal({ ...needs, basePath })
  const asking = { ...needs, requirePrincipal }
  const reading = { ...needs, requirePrincipal: budget.reader(requirePrincipal) }
  return {
    ...createSessionRoute({ ...needs, basePath }),
    ...createExportRoute(asking),
    ...createUploadRoutes(asking),
    ...createFileRoutes(reading),
    ...createPackRoutes(reading),
    ...createCardRoute(reading),
  }
}

function sessionOpener(needs: GatewayNeeds, connections: Connections) {
  const { config, clock, log, principals, rooms, handlers } = needs
  const { commandsBurst, commandsPerSecond, floodPerSecond } = config.limits
  const rate = { burst: commandsBurst, perSecond: commandsPerSecond }
  const receive = createDispatch({
    handlers,
    greet: createGreet({
      clock,
      log,
      principals,
      connections,
      findGuest: needs.accounts.findGuest,
      isClaimable: needs.isClaimable,
      fileBytes: config.limits.fileBytes,
      hasCards: config.cards.on,
      server: needs.version,
      build: needs.assets.build,
    }),
    requireRight: rooms.requireRight,
    log,
    rate,
    floodPerSecond,
    steadyMs: clock.steadyMs,
  })
  const sessionNeeds: SessionNeeds = {
    steadyMs: clock.steadyMs,
    rate,
    floodPerSecond,
    onText: (session, frame) => receive(session, frame),
    onFlood: (session) => connections.noteFlood(session),
    onEnd: (session, code) => connections.remove(session, code),
  }
  return (from: Session['from'], cookie: string | null): Session | null => {
    if (!connections.hasRoom(from)) return null
    const session = new Session(sessionNeeds, from, cookie)
    connections.add(session)
    return session
  }
}
