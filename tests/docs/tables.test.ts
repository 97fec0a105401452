import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { protocolBlocks } from '#bin/docs-protocol.ts'
import { withBlock } from '#bin/write-docs.ts'
import { closes } from '#protocol/closes.ts'
import { commands, pushes } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import { refusals } from '#protocol/refusals.ts'

const page = readFileSync(path.resolve(import.meta.dir, '../../docs/protocol.md'), 'utf8')
const blocks = Object.entries(protocolBlocks())

test('the tables of the protocol are those of the code, and a changed one is noticed', () => {
  for (const [name, block] of blocks) expect(withBlock(page, name, block)).toBe(page)
  for (const [name] of blocks) expect(withBlock(page, name, 'something else')).not.toBe(page)
})

test('they name every command with its fields, every push, refusal, close code and limit', () => {
  const { commands: told = '', ...rest } = Object.fromEntries(blocks)
  for (const [name, { input }] of Object.entries(commands)) {
    const [, section = ''] = told.split(`### \`${name}\`\n`)
    for (const field of Object.keys(input.entries)) expect(section.split('\n### ')[0]).toContain(`| \`${field}\` |`)
  }
  for (const name of Object.keys(pushes)) expect(rest['pushes']).toContain(`### \`${name}\``)
  for (const [name, { http }] of Object.entries(refusals))
    expect(rest['refusals']).toMatch(new RegExp(`\`${name}\` .* ${http} `))
  for (const code of Object.values(closes)) expect(rest['closes']).toContain(`| ${code} |`)
  for (const bound of Object.values(limits)) expect(rest['limits']).toContain(`| ${bound.toLocaleString('en')} |`)
})
