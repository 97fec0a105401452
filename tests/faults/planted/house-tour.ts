import { codeShown } from '#tests/kit/claim-house.ts'
import { PATIENCE_MS, TEST_MS } from '#tests/kit/patience.ts'
import type { TestServer } from '#tests/kit/server.ts'
import { Checker } from '../checker/checker.ts'
import { ClassicPage } from '../crowd/classic-page.ts'
import { Landlady } from '../crowd/landlady.ts'
import { finalRooms } from '../final-rooms.ts'
import type { Deed, Entry } from '../history.ts'
import { monotonicMs } from '../monotonic.ts'
import { hasPicture } from '../witness/tea-page.ts'
import { bringWitness, type Witness } from '../witness/witness.ts'
import { Chance } from '../world/chance.ts'
import { TeaSite } from '../world/tea-site.ts'
import type { Bug } from './bug.ts'
import { atMost, pass, startPlanted } from './start-planted.ts'
import type { Toured } from './tour.ts'

const ENV = { LINK_CARDS: 'on', LINK_CARDS_ALLOW_PRIVATE: 'on', LIMIT_UPLOADS_BURST: '1000' }
const QUIET_MS = 5_000
const PLAY_MS = 45_000
const SETTLED_MS = 2_200
const LINES = 15
const LINKS = 6
const STICKERS = 8

type Scene = {
  server: TestServer
  site: TeaSite
  ada: Witness
  bob: Witness
  pages: readonly ClassicPage[]
  landlady: Landlady
  deeds: Deed[]
  /** Of bob, who looks at everything. */
  seen: { cards: number }
  /** Waits, but not for ever: with a bug it may never come. */
  atMost(what: Promise<unknown>): Promise<void>
}

/**
 * What a house has beside its rooms: three classic pages talk, ada says links and stickers, the landlady makes and changes packs; a kill -9
 * in the middle of all, and the same once more. Without a bug it is the control.
 */
export async function tourHouse(bug: Bug | null): Promise<Toured> {
  const startedT = monotonicMs()
  await using server = await startPlanted(bug, { env: ENV })
  const checker = new Checker({ faults: ['F-1'], roads: ['classic', 'card', 'pack', 'picture', 'sticker'] })
  const deeds: Deed[] = []
  const seen = { cards: 0 }
  const sink = (entry: Entry) => {
    checker.take(entry)
    if (entry.kind === 'carded' && entry.client === 'bob') seen.cards++
  }
  const site = new TeaSite()
  const cast = await bringCast(server, sink)
  const patience = bug ? QUIET_MS : PATIENCE_MS
  try {
    await atMost(
      bug ? PLAY_MS : TEST_MS,
      play({ server, site, ...cast, deeds, seen, atMost: (what) => atMost(patience, what) }),
    )
    using finals = finalRooms(server.dataDir)
    const report = checker.end(finals.rooms, deeds, monotonicMs())
    return { report, seconds: (monotonicMs() - startedT) / 1_000 }
  } finally {
    cast.ada.stop()
    cast.bob.stop()
    cast.landlady.stop()
    for (const page of cast.pages) page.go()
    await site.stop()
  }
}

async function bringCast(server: TestServer, sink: (entry: Entry) => void) {
  const { url } = server
  const chance = new Chance(1)
  const code = await server.found(() => codeShown(server))
  const landlady = await Landlady.movesIn({ url, code, chance, sink })
  const bring = (client: string) => bringWitness({ client, url, sink, room: 'tea', name: client })
  const [ada, bob] = await Promise.all([bring('ada'), bring('bob')])
  const pages = ['c1q', 'c2q', 'c3q'].map((name) => new ClassicPage({ url, name, chance, sink }))
  for (const page of pages) page.come()
  return { ada, bob, landlady, pages }
}

async function play(scene: Scene): Promise<void> {
  const { landlady } = scene
  for (const first of [1, 101]) {
    await pagesAreIn(scene)
    await talk(scene)
    await link(scene, first)
    // So many that one is taken away, too.
    for (let times = 0; times < 10; times++) await landlady.does()
    await landlady.looks()
    await stick(scene)
    if (first === 1) await killInTheMiddle(scene)
  }
  await scene.atMost(landlady.settle())
  await lookAtStickers(scene)
  await pass(SETTLED_MS)
}

async function pagesAreIn({ pages, atMost: waits }: Scene): Promise<void> {
  let isOver = false
  const come = async () => {
    while (!isOver && !pages.every(({ isIn }) => isIn)) await pass(20)
  }
  await waits(come())
  isOver = true
}

async function talk({ pages }: Scene): Promise<void> {
  for (let line = 0; line < LINES; line++) {
    for (const page of pages) page.say()
    await pass(30)
  }
}

/** Links to pages that nobody asked for yet; bob looks at the pictures of their cards. */
async function link({ site, ada, bob, seen, atMost: waits }: Scene, first: number): Promise<void> {
  const due = seen.cards + LINKS
  const links = Array.from({ length: LINKS }, (_, at) => first + at)
  for (const page of links) ada.post(`see ${site.url}/tea-${page}`)
  await waits(bob.when(() => seen.cards >= due))
  const pictures = bob.pictures.slice(-links.filter(hasPicture).length)
  for (const picture of pictures) await bob.looksAt(picture)
}

/** One of each pack that she has now; most of them she takes away later. */
async function stick({ ada, bob, atMost: waits }: Scene): Promise<void> {
  for (let at = 0; at < STICKERS; at++)
    await ada.sticks((all) => {
      const hers = all.filter(({ sticker }) => sticker.name.startsWith('cup_'))
      return hers[at % hers.length]
    })
  await waits(ada.isThrough().then(() => bob.hears(ada.shownUpTo)))
}

/** What was said keeps its face, also where its pack is gone by now (C-13). */
async function lookAtStickers({ bob }: Scene): Promise<void> {
  for (const picture of bob.pictures.filter(({ what }) => what.startsWith('/api/emoticons/')))
    await bob.looksAt(picture)
}

async function killInTheMiddle(scene: Scene): Promise<void> {
  const { server, site, ada, bob, landlady, deeds, atMost: waits } = scene
  landlady.behave(10)
  for (const page of [51, 52, 53]) ada.post(`see ${site.url}/tea-${page}`)
  await talk(scene)
  deeds.push({ t: monotonicMs(), kind: 'server_down' })
  await server.kill()
  deeds.push({ t: monotonicMs(), kind: 'fault', id: 'F-1', proof: 'the process has ended by SIGKILL' })
  await server.start()
  deeds.push({ t: monotonicMs(), kind: 'server_up' })
  landlady.hurry()
  for (const one of [ada, bob]) one.client.retryNow()
  await waits(Promise.all([ada, bob].map((one) => one.when(() => one.client.status.name === 'online'))))
  await waits(landlady.settle())
}
