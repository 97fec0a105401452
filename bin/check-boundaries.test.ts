import { afterEach, beforeEach, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findBreaches } from './check-boundaries.ts'

let root = ''

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'teahouse-walls-'))
  plant('protocol/limits.ts', `export const limits = { body: 1 } as const`)
  plant('protocol/ids.ts', `import * as v from 'valibot'\nexport const id = v.string()`)
  plant('sdk/index.ts', `import type { id } from '#protocol/ids.ts'\nimport { limits } from '#protocol/limits.ts'`)
  plant('server/main.ts', `import { createApp } from './app.ts'\nconsole.log(process.env.PORT)`)
  plant(
    'server/app.ts',
    `import { createGateway } from './gateway/index.ts'\nimport { now } from '#server/kit/clock.ts'`,
  )
  plant('server/gateway/index.ts', `import { serve } from './bun-server.ts'\n// Bun.env is elsewhere`)
  plant('server/gateway/bun-server.ts', `export const serve = Bun.serve`)
  plant('server/messages/index.ts', `export const createMessages = 1`)
  plant('server/messages/message-store.ts', `export const createStore = 1`)
  plant('server/storage/database.ts', `import { Database } from 'bun:sqlite'`)
  plant('server/kit/clock.ts', `export const now = 1`)
  plant('web/main.tsx', `import { render } from 'preact'\nimport { client } from '#web/store/session.ts'`)
  plant('web/store/session.ts', `import { limits } from '#protocol/limits.ts'\nimport '#sdk/index.ts'`)
  plant('web/messages/index.ts', `export const Log = 1`)
  plant('web/messages/Row.tsx', `export const Row = 1`)
  plant('web/people/index.ts', `import { Log } from '#web/messages/index.ts'`)
})

afterEach(() => rmSync(root, { recursive: true }))

function plant(file: string, code: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
  writeFileSync(path.join(root, file), code)
}

test('a house whose walls stand has no breach', () => {
  expect(findBreaches(root)).toEqual([])
})

// Written apart, so that this file itself shows no sign of a second door.
const serve = ['Bun', 'serve'].join('.')
const html = ['inner', 'HTML'].join('')
const sqlite = ['bun', 'sqlite'].join(':')
const environment = ['process', 'env'].join('.')
const place = ['import', 'meta'].join('.')

test.each([
  ['upwards', 'server/messages/post.ts', `import { x } from '#server/gateway/index.ts'`],
  ['upwards, by types', 'server/kit/log.ts', `import type { x } from '#server/storage/database.ts'`],
  ['past the index', 'server/gateway/extra.ts', `import { x } from '#server/messages/message-store.ts'`],
  ['between features', 'web/people/List.tsx', `import { Row } from '#web/messages/Row.tsx'`],
  ['web to server', 'web/store/x.ts', `import { now } from '#server/kit/clock.ts'`],
  ['server to web', 'server/kit/x.ts', `import { Log } from '#web/messages/index.ts'`],
  ['a test from one home to the other', 'web/store/x.test.ts', `import { now } from '#server/kit/clock.ts'`],
  ['sdk to web', 'sdk/x.ts', `import type { Log } from '#web/messages/index.ts'`],
  ['protocol to sdk', 'protocol/x.ts', `import type { a } from '#sdk/index.ts'`],
  ['a validator into the page', 'web/store/x.ts', `import { id } from '#protocol/ids.ts'`],
  ['a validator into the page, in disguise', 'web/store/x.ts', `import { type id } from '#protocol/ids.ts'`],
  ['a validator by a re-export', 'sdk/x.ts', `export { id } from '#protocol/ids.ts'`],
  ['a package that the tree may not use', 'sdk/x.ts', `import { signal } from '@preact/signals'`],
  ['Bun in the page', 'web/kit/x.ts', `const { SQL } = await import('bun')`],
  ['a part without a floor', 'server/utils/x.ts', `export const x = 1`],
  ['a path that climbs', 'server/kit/x.ts', `import { x } from '../../../elsewhere/x.ts'`],
  ['no file ending', 'server/kit/x.ts', `import { now } from './clock'`],
  ['a second server', 'server/kit/x.ts', `${serve}({})`],
  ['a second reader of the environment', 'server/kit/x.ts', `const port = ${environment}.PORT`],
  ['a second opener of databases', 'server/rooms/x.ts', `import { Database } from '${sqlite}'`],
  ['a string as HTML', 'web/messages/Bubble.tsx', `element.${html} = text`],
  ['a second who knows where a file lies', 'server/packs/x.ts', `const file = new URL('./x.webp', ${place}.url)`],
  ['console in the page', 'web/store/x.ts', `console.log('here')`],
])('finds %s', (_what, file, code) => {
  plant(file, code)
  const breaches = findBreaches(root)
  expect(breaches).toHaveLength(1)
  expect(breaches[0]).toStartWith(`${file}: `)
})

test('a comment is no breach, code after a comment is', () => {
  plant('server/kit/x.ts', `// ${serve}\n/* ${environment} */ const address = 'http://x' // ${html}`)
  expect(findBreaches(root)).toEqual([])
  plant('server/kit/x.ts', `/* one */ ${serve}({}) // two`)
  expect(findBreaches(root)).toHaveLength(1)
})
