// The second wall (house.md 1): who may import whom, which packages a tree may use, and the things that have one door.
// Types cannot see a home, so the compiler alone lets these through.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Glob } from 'bun'
import { type Import, importsOf, withoutComments } from './source-imports.ts'

/** Top to bottom: a file imports from its own part or from lower ones. A part that is not named here has no place. */
const floors: Readonly<Record<string, readonly (readonly string[])[]>> = {
  server: [
    ['main.ts', 'command.ts'],
    ['commands'],
    ['stop-on-signals.ts'],
    ['app.ts', 'config.ts', 'welcome-text.ts'],
    ['parts.ts', 'keep-house.ts', 'filing.ts'],
    ['gateway'],
    ['classic'],
    ['push'],
    ['search', 'cards'],
    ['export', 'own-data'],
    ['presence'],
    ['messages'],
    ['packs'],
    ['uploads'],
    ['reading', 'chats'],
    ['rooms'],
    ['marks', 'settings', 'house'],
    ['accounts'],
    ['delivery'],
    ['files'],
    ['pictures'],
    ['storage'],
    ['kit'],
  ],
  web: [
    ['main.tsx', 'sw'],
    ['shell'],
    [
      'messages',
      'composer',
      'people',
      'search',
      'rooms',
      'invite',
      'accounts',
      'settings',
      'attention',
      'typing',
      'reading',
      'forward',
      'push',
      'uploads',
      'files',
      'gallery',
      'cards',
      'storage',
      'packing',
    ],
    ['emoji'],
    ['packs'],
    ['store'],
    ['words'],
    ['styles', 'kit'],
  ],
}

/** Parts whose files anybody above may take; every other part is entered through its `index.ts` (types from any file). */
const openShelves = [
  'server/kit',
  'server/storage',
  'server/delivery',
  'web/store',
  'web/words',
  'web/styles',
  'web/kit',
]
/** Single files that are taken by themselves: small, and wanted where their part is not. */
const openFiles = [
  'server/accounts/name-rules.ts',
  'server/accounts/places.ts',
  'server/accounts/tell-own.ts',
  'web/composer/late.ts',
  'web/files/late.ts',
  'web/packs/find-pictures.ts',
  'web/packs/pack-list.ts',
  'web/uploads/pause.ts',
  'web/uploads/send-file.ts',
  'web/uploads/upload-request.ts',
  'web/uploads/why-words.ts',
]
/** They put the house together, so they may take any file. */
const builders = ['server/main.ts', 'server/command.ts', 'server/app.ts', 'server/parts.ts', 'web/main.tsx']
/** Its types are known to every part of the server: a part says with `Pick` what it wants of it. */
const configuration = 'server/config.ts'

type Tree = { trees: readonly string[]; packages: readonly string[]; plainOnly?: true }
const trees: Readonly<Record<string, Tree>> = {
  protocol: { trees: [], packages: ['valibot'] },
  sdk: { trees: ['protocol'], packages: [], plainOnly: true },
  web: {
    trees: ['sdk', 'protocol'],
    packages: ['preact', '@preact/signals', 'lowlight', 'highlight.js', 'fflate', 'lean-qr'],
    plainOnly: true,
  },
  server: { trees: ['protocol'], packages: ['valibot', 'client-zip', 'bun', 'bun:*', 'node:*'] },
}

type Door = { what: string; sign: RegExp; allowed: RegExp }
const outside = '^(?:bin|tests|bench)/'
const doors: readonly Door[] = [
  { what: 'Bun.serve', sign: /\bBun\.serve\b/, allowed: new RegExp(`^server/gateway/bun-server\\.ts|${outside}`) },
  {
    what: 'the environment',
    sign: /\bprocess\.env\b|\bBun\.env\b|\bimport\.meta\.env\b/,
    allowed: new RegExp(`^server/(?:main|command|config)\\.ts|${outside}|\\.test\\.ts$`),
  },
  {
    what: 'a database driver',
    sign: /['"]bun:sqlite['"]|\bBun\.(?:SQL|sql)\b|\bimport\s*\{[^}]*\b(?:SQL|sql)\b[^}]*\}\s*from\s*['"]bun['"]/,
    allowed: /^server\/storage\/|^(?:tests|bench)\/|^[a-z]+\/.*\.test\.ts/,
  },
  {
    what: 'where a file of the program lies',
    sign: /\bimport\.meta\.(?:url|dir|dirname|path|file|filename|resolve)\b/,
    // What is built lies elsewhere than its sources (decision 0076).
    allowed: /^server\/kit\/programs\.ts|^(?!server\/)|\.test\.ts$/,
  },
  {
    what: 'HTML or code made from a string',
    sign: /\b(?:innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|createContextualFragment|setHTMLUnsafe|parseFromString|srcdoc)\b|\bdocument\.write|\beval\(|\bnew Function\(/,
    allowed: /^tests\/|^bin\/check-boundaries/,
  },
  {
    what: 'console',
    sign: /\bconsole\.[a-z]+\(/,
    allowed: new RegExp(`^server/(?:main|kit/log)\\.ts|${outside}`),
  },
]

type Source = { file: string; tree: string; part: string; code: string; imports: readonly Import[] }

/** Every breach below `root`, as `file: sentence`; empty when all walls stand. */
export function findBreaches(root: string): string[] {
  const sources = readSources(root)
  return [...sources.values()].flatMap((source) => [
    ...homeless(source),
    ...doors.flatMap((door) => brokenDoor(source, door)),
    ...source.imports.flatMap((entry) => brokenImport(source, entry, sources)),
  ])
}

function readSources(root: string): Map<string, Source> {
  const found = new Map<string, Source>()
  for (const file of new Glob('{protocol,sdk,server,web,bin,tests,bench}/**/*.{ts,tsx}').scanSync({ cwd: root })) {
    if (file.includes('node_modules/') || file.startsWith('bench/peers/')) continue
    // Its planted breaches are strings that look like imports.
    if (file === 'bin/check-boundaries.test.ts') continue
    const [tree = '', part = ''] = file.split('/')
    const code = withoutComments(readFileSync(path.join(root, file), 'utf8'))
    found.set(file, { file, tree, part, code, imports: importsOf(code) })
  }
  return found
}

const isTest = (file: string): boolean => /\.(?:test|contract)\.tsx?$/.test(file)

function homeless({ file, tree, part }: Source): string[] {
  const known = floors[tree]
  if (!known || isTest(file) || known.some((floor) => floor.includes(part))) return []
  return [`${file}: ${tree}/${part} has no floor; give it one in bin/check-boundaries.ts`]
}

function brokenDoor({ file, code }: Source, { what, sign, allowed }: Door): string[] {
  return sign.test(code) && !allowed.test(file) ? [`${file}: ${what} has another door`] : []
}

function brokenImport(source: Source, entry: Import, sources: Map<string, Source>): string[] {
  const { file } = source
  const { specifier } = entry
  const isRelative = specifier.startsWith('.')
  if (specifier.startsWith('../../..')) return [`${file}: ${specifier} climbs too far; import by #name`]
  if (!isRelative && !specifier.startsWith('#')) return brokenPackage(source, specifier)
  const target = isRelative ? path.posix.join(path.posix.dirname(file), specifier) : specifier.slice(1)
  if (!/\.(?:tsx?|mjs|css|json|html|svg)$/.test(target)) return [`${file}: ${specifier} needs its file ending`]
  return brokenWall(source, entry, target, sources)
}

function brokenPackage({ file, tree }: Source, specifier: string): string[] {
  const rule = trees[tree]
  if (!rule || isTest(file)) return []
  const allowed = rule.packages.some((name) =>
    name.endsWith('*')
      ? specifier.startsWith(name.slice(0, -1))
      : specifier === name || specifier.startsWith(`${name}/`),
  )
  return allowed ? [] : [`${file}: ${tree} may not use the package ${specifier}`]
}

function brokenWall(source: Source, entry: Import, target: string, sources: Map<string, Source>): string[] {
  const { file, tree } = source
  const [otherTree = ''] = target.split('/')
  const rule = trees[tree]
  if (!rule) return []
  if (/^server\/(?:main|command)\.ts$/.test(file) && target === 'package.json') return []
  if (otherTree === tree) return brokenFloor(source, entry, target)
  if (isTest(file) && otherTree === 'tests') return []
  if (!rule.trees.includes(otherTree)) return [`${file}: ${tree} may not import ${target}`]
  const isPlain = entry.typeOnly || otherTree !== 'protocol' || !usesPackage(target, sources)
  if (rule.plainOnly && !isTest(file) && !isPlain)
    return [`${file}: ${target} brings a validator; import its types only`]
  return []
}

function brokenFloor({ file, tree, part }: Source, entry: Import, target: string): string[] {
  const otherPart = target.split('/')[1] ?? ''
  const known = floors[tree]
  if (!known || part === otherPart || isTest(file)) return []
  if (entry.typeOnly && target === configuration) return []
  const floorOf = (name: string): number => known.findIndex((floor) => floor.includes(name))
  if (floorOf(otherPart) < floorOf(part)) return [`${file}: imports upwards, ${target}`]
  const entered = `${tree}/${otherPart}`
  const isOpen =
    entry.typeOnly ||
    builders.includes(file) ||
    openShelves.includes(entered) ||
    openFiles.includes(target) ||
    !target.includes('/', entered.length)
  if (isOpen || /\/index\.tsx?$/.test(target)) return []
  return [`${file}: enters ${entered} past its index.ts, ${target}`]
}

/** Whether a file of `protocol/`, or what it imports for more than types, uses a package. */
function usesPackage(file: string, sources: Map<string, Source>, seen = new Set<string>()): boolean {
  if (seen.has(file)) return false
  seen.add(file)
  const imports = sources.get(file)?.imports.filter((entry) => !entry.typeOnly) ?? []
  return imports.some(({ specifier }) => {
    if (!specifier.startsWith('.') && !specifier.startsWith('#')) return true
    const target = specifier.startsWith('#') ? specifier.slice(1) : path.posix.join(path.posix.dirname(file), specifier)
    return usesPackage(target, sources, seen)
  })
}

if (import.meta.main) {
  const breaches = findBreaches(path.resolve(import.meta.dir, '..'))
  for (const breach of breaches) console.error(breach)
  if (breaches.length > 0) console.error(`${breaches.length} breaches of the walls (docs/house.md, rooms and walls)`)
  process.exit(breaches.length === 0 ? 0 : 1)
}
