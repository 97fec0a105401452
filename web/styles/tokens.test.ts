import { describe, expect, test } from 'bun:test'
import path from 'node:path'

type Colour = { l: number; c: number; h: number }

const css = await Bun.file(path.join(import.meta.dir, 'tokens.css')).text()

/** A token of tokens.css in one theme; `hue` is the room's. */
function token(name: string, theme: 'light' | 'dark', hue: number): Colour {
  const both = new RegExp(`--${name}: light-dark\\((oklch\\(.+\\)), (oklch\\(.+\\))\\);`).exec(css)
  const value = (theme === 'light' ? both?.[1] : both?.[2])?.replace(/var\(--accent-hue, [\d.]+\)/, `${hue}`)
  const [l, c, h] =
    /oklch\(([\d. ]+)\)/
      .exec(value ?? '')?.[1]
      ?.split(' ')
      .map(Number) ?? []
  if (l === undefined || c === undefined || h === undefined) throw new Error(`no token ${name}: ${value}`)
  return { l, c, h }
}

/** Relative luminance (WCAG 2) of an OKLCH colour; what sRGB cannot show is clipped, as browsers do. */
function luminance({ l: lightness, c, h }: Colour): number {
  const a = c * Math.cos((h * Math.PI) / 180)
  const b = c * Math.sin((h * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const clip = (part: number) => Math.min(1, Math.max(0, part))
  const red = clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s)
  const green = clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s)
  const blue = clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: Colour, other: Colour): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

const grounds = ['canvas', 'surface', 'raised', 'sunken', 'mention', 'own', 'accent-tint']
const words = ['text', 'text-2', 'text-3', 'accent-text', 'danger', 'ok-text', 'tea-text']

/** Worst contrast of a pair over all hues. */
const worst = (fore: string, ground: string, theme: 'light' | 'dark') =>
  Math.min(...Array.from({ length: 360 }, (_, hue) => contrast(token(fore, theme, hue), token(ground, theme, hue))))

describe.each(['light', 'dark'] as const)('[UX-18] whatever hue a room has, %s:', (theme) => {
  test('words can be read on every ground that takes its hue, and its words on every ground', () => {
    for (const ground of ['own', 'accent-tint'])
      for (const fore of words)
        expect({ fore, ground, ok: worst(fore, ground, theme) >= 4.5 }).toMatchObject({ ok: true })
    for (const ground of grounds)
      expect({ ground, ok: worst('accent-text', ground, theme) >= 4.5 }).toMatchObject({ ok: true })
    expect(worst('on-accent', 'accent', theme)).toBeGreaterThanOrEqual(4.5)
  })

  test('marks and the ring of the focus are seen', () => {
    for (const ground of grounds) {
      expect({ ground, ok: worst('accent', ground, theme) >= 3 }).toMatchObject({ ok: true })
      expect({ ground, ok: worst('focus', ground, theme) >= 3 }).toMatchObject({ ok: true })
    }
  })
})

test('the measure is that of WCAG', () => {
  expect(contrast({ l: 1, c: 0, h: 0 }, { l: 0, c: 0, h: 0 })).toBeCloseTo(21, 5)
  // #256d5a on white (client.md 3).
  expect(contrast(token('accent', 'light', 172), { l: 1, c: 0, h: 0 })).toBeCloseTo(6.13, 1)
})
