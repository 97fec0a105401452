// `bun bin/look.ts --out DIR [--scene NAME] [--only WORD] [--compare ACCEPTED] [--keep]`: pictures of the real page, for eyes (UX-30).
// It starts servers whose clocks stand, lets guests talk, and photographs the states of the page in the sizes, colours and
// languages that matter for each (bin/look/). `--scene`, `--only`: some of them, by where they are played and by their names.
// `--compare`: takes those that are in that folder, says which of them differ, and fails when one does; those of the documents are
// in `docs/pictures`, and `--keep` puts what is taken in their place.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Locale } from '#protocol/people.ts'
import { launchChromium } from '#tests/kit/chromium.ts'
import { startServer } from '#tests/kit/server.ts'
import { acceptedNames, comparePictures } from './look/compare.ts'
import { playCrowd } from './look/crowd.ts'
import { openSite, playWalk } from './look/media-shots.ts'
import { packPng } from './look/pack-png.ts'
import { mainShot, roomShots } from './look/room-shots.ts'
import { playRooms } from './look/rooms.ts'
import { hard, marked, scenes } from './look/scenes.ts'
import { stateShots } from './look/state-shots.ts'
import { Still } from './look/still.ts'
import { looks, type Shot, Studio } from './look/studio.ts'
import { type Cast, type House, play } from './look/talk.ts'
import { visitShots } from './look/visit-shots.ts'

const locales: readonly Locale[] = ['zh-CN', 'en']
type Played = { cast: Pick<Cast, 'leave'>; shots: readonly Shot[] }

/** Plays it in each language, and takes its pictures. */
async function takeEach(house: House, studio: Studio, playIn: (locale: Locale) => Promise<Played>): Promise<void> {
  for (const locale of locales) {
    const { cast, shots } = await playIn(locale)
    await studio.takes(house.server, shots, locale)
    cast.leave()
  }
}

type Run = (house: House, studio: Studio) => Promise<void>

const takeVisits: Run = async (house, studio) => {
  for (const locale of locales) {
    house.still.begins(`visits ${locale}`)
    await studio.takes(house.server, visitShots, locale)
  }
}

const takeTalks: Run = (house, studio) =>
  takeEach(house, studio, async (locale) => {
    const cast = await play(house, scenes[locale], locale, 2)
    return { cast, shots: [mainShot(cast, 'room'), ...roomShots(cast), ...stateShots(cast)] }
  })

const takeMarks: Run = (house, studio) =>
  takeEach(house, studio, async (locale) => {
    const cast = await play(house, marked[locale], locale)
    const some = looks(['desktop', 'phone'], ['light', 'dark'])
    return { cast, shots: [mainShot(cast, 'marks', [...some, 'small light en', 'laptop dark zh'])] }
  })

const takeHard: Run = async (house, studio) => {
  const cast = await play(house, hard, 'en')
  const shots = [mainShot(cast, 'hard', looks(['desktop', 'laptop', 'tablet', 'phone', 'small'], ['light'], ['en']))]
  const person = roomShots(cast)
    .filter(({ what }) => what === 'person')
    .map((shot): Shot => ({ ...shot, what: 'hard-person', looks: ['desktop dark en', 'phone light en'] }))
  await studio.takes(house.server, [...shots, ...person])
  cast.leave()
}

const takeWalk: Run = async (house, studio) => {
  const site = await openSite()
  try {
    for (const locale of locales) {
      const { casts, shots } = await playWalk(house, site, locale)
      await studio.takes(house.server, shots, locale)
      for (const cast of casts) cast.leave()
    }
  } finally {
    site.stop()
  }
}

/** Where pictures are taken: each in a house of its own, since the same people are in several. `gives`: the names of all its pictures. */
const stages: Readonly<Record<string, { run: Run; env?: Readonly<Record<string, string>>; gives?: RegExp }>> = {
  visits: { run: takeVisits },
  talk: { run: takeTalks },
  walk: { run: takeWalk, env: { LINK_CARDS: 'on', LINK_CARDS_ALLOW_PRIVATE: 'on' } },
  rooms: { run: (house, studio) => takeEach(house, studio, (locale) => playRooms(house, locale)) },
  marks: { run: takeMarks, gives: /^marks-/ },
  hard: { run: takeHard, gives: /^hard-/ },
  crowd: {
    gives: /^(crowd|load-error)-/,
    run: (house, studio) => takeEach(house, studio, (locale) => playCrowd(house, locale)),
  },
}

/** Always the same one: some dialogs show the address. */
const PORT = 14_014

async function takeStage(studio: Studio, still: Still, name: string): Promise<void> {
  const stage = stages[name]
  if (!stage) throw new Error(`There is no scene ${name}; there are ${Object.keys(stages).join(', ')}.`)
  const { preload, env } = still.server
  still.begins(`house ${name}`)
  const server = await startServer({ port: PORT, preload, env: { ...env, ...stage.env } })
  try {
    await stage.run({ server, still }, studio)
  } finally {
    await server.dispose()
  }
}

/** Those that the documents show. */
const shown = path.resolve(import.meta.dir, '../docs/pictures')

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    scene: { type: 'string', multiple: true },
    only: { type: 'string', multiple: true },
    compare: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
})
if (!values.out) {
  console.error(
    'Say where the pictures go: bun bin/look.ts --out DIR [--scene NAME] [--only WORD] [--compare ACCEPTED] [--keep]',
  )
  process.exit(1)
}
mkdirSync(values.out, { recursive: true })
const browser = await launchChromium()
const still = new Still()
const studio = new Studio({ browser, still, out: values.out, wanted: wanted() })
try {
  for (const name of values.scene ?? Object.keys(stages).filter(isNeeded)) await takeStage(studio, still, name)
  console.log(`${studio.taken.length} pictures in ${values.out}`)
  if (values.compare) await compare(values.out, values.compare)
  if (values.keep) keep(values.out)
} finally {
  await browser.close()
  still.dispose()
}
if (studio.failed.length > 0) {
  console.error(`Not taken: ${studio.failed.join(', ')}`)
  process.exitCode = 1
}

/** Where it is known which pictures are wanted, what gives none of them is not played. */
function isNeeded(scene: string): boolean {
  const gives = stages[scene]?.gives
  const accepted = values.only ? undefined : (values.compare ?? (values.keep ? shown : undefined))
  return !gives || !accepted || acceptedNames(accepted).some((name) => gives.test(name))
}

/** Which names are wanted: those that were asked for; where pictures are held against others or kept, those that there are. */
function wanted(): (name: string) => boolean {
  const { only, compare: accepted, keep: keeps } = values
  if (only) return (name) => only.some((word) => name.includes(word))
  if (!accepted && !keeps) return () => true
  const known = new Set(acceptedNames(accepted ?? shown))
  return (name) => known.has(name)
}

async function compare(out: string, accepted: string): Promise<void> {
  const { held, apart } = await comparePictures(browser, { out, accepted, names: studio.taken })
  for (const { name, why } of apart) console.log(`${name}: ${why}`)
  const isWhole = values.scene === undefined && values.only === undefined
  const missed = isWhole ? acceptedNames(accepted).filter((name) => !studio.taken.includes(name)) : []
  for (const name of missed) console.log(`${name}: accepted, and not taken now`)
  console.log(`${held - apart.length} of ${held} are as they were accepted.`)
  if (apart.length + missed.length > 0) process.exitCode = 1
}

/** Takes those that the documents show, in the place of the ones before. */
function keep(out: string): void {
  for (const name of acceptedNames(shown).filter((one) => studio.taken.includes(one)))
    writeFileSync(path.join(shown, `${name}.png`), packPng(readFileSync(path.join(out, `${name}.png`))))
}
