import { expect, test } from 'bun:test'
import { Glob } from 'bun'

/** `:checked + span`, `:focus-visible ~ &`: the left side is a state alone. */
const BARE_STATE = /(?:^|[\s,(>+~])(?::[\w-]+(?:\([^)]*\))?)+\s*[+~]/

test('[UX-8] no rule on neighbours begins with a state alone: with each new row Chromium would restyle the whole log', async () => {
  expect(BARE_STATE.test('  & :checked + span {')).toBe(true)
  expect(BARE_STATE.test('[type="radio"]:checked + span {')).toBe(false)
  for await (const name of new Glob('*.css').scan(import.meta.dir)) {
    const lines = (await Bun.file(`${import.meta.dir}/${name}`).text()).split('\n')
    expect({ name, lines: lines.filter((line) => BARE_STATE.test(line)) }).toEqual({ name, lines: [] })
  }
})
