import { expect, test } from 'bun:test'
import path from 'node:path'
import * as v from 'valibot'

const root = path.resolve(import.meta.dir, '../..')
const versions = v.record(v.string(), v.string())
const manifest = v.object({
  dependencies: versions,
  devDependencies: versions,
  allowScripts: v.record(v.string(), v.literal(true)),
})
const entry = v.object({
  version: v.optional(v.string()),
  integrity: v.optional(v.string()),
  resolved: v.optional(v.string()),
  hasInstallScript: v.optional(v.boolean()),
  dev: v.optional(v.boolean()),
  optional: v.optional(v.boolean()),
})
const lock = v.object({ packages: v.record(v.string(), entry) })

const { dependencies, devDependencies, allowScripts } = v.parse(
  manifest,
  await Bun.file(path.join(root, 'package.json')).json(),
)
const { packages } = v.parse(lock, await Bun.file(path.join(root, 'package-lock.json')).json())

/** Of the product itself: each has its reason in docs/decisions. */
const MOST_PACKAGES = 25

test('[T-71] every package has an exact version, and the lock knows the same', () => {
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+$/)])
    expect([name, packages[`node_modules/${name}`]?.version]).toEqual([name, version])
  }
})

test('[T-71] what is installed is what was locked: each has its hash, and comes from the registry that npm is told of', () => {
  for (const [name, { integrity, resolved, optional }] of Object.entries(packages)) {
    if (name === '') continue
    // Formatters for other systems than the one on which the lock was written.
    if (/@biomejs\/cli-/.test(name) && optional) continue
    expect([name, integrity]).toEqual([name, expect.stringMatching(/^sha512-/)])
    expect([name, resolved]).toEqual([name, undefined])
  }
})

test('[T-71] only what is named may run a script when it is installed, and people install few packages', () => {
  const scripts = Object.entries(packages).flatMap(([name, { hasInstallScript }]) => (hasInstallScript ? [name] : []))
  expect(scripts).toEqual(Object.keys(allowScripts).map((name) => `node_modules/${name}`))
  const ours = Object.entries(packages).filter(([name, { dev, optional }]) => name !== '' && !dev && !optional)
  expect(ours.length).toBeGreaterThan(0)
  expect(ours.length).toBeLessThanOrEqual(MOST_PACKAGES)
})
