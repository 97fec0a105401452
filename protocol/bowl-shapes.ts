import { bowlOf, type Motif } from './looks.ts'

/** One SVG element as plain data: the page makes it a vnode, the server a string. */
export type Shape = readonly [tag: 'circle' | 'path', attributes: Readonly<Record<string, string | number>>]

type Colour = readonly [lightness: number, chroma: number, hue: number]
type Inks = {
  green: string
  vein: string
  red: string
  pink: string
  gold: string
  pale: string
  line: string
  hill: string
}

// Celadon, sky, indigo, plum, cinnabar, persimmon, ochre, moss, pine, ink, porcelain, rose: the glaze tokens.
const glazeColours: readonly Colour[] = [
  [0.8, 0.055, 168],
  [0.74, 0.075, 235],
  [0.48, 0.11, 268],
  [0.6, 0.11, 335],
  [0.62, 0.14, 32],
  [0.75, 0.115, 58],
  [0.8, 0.1, 92],
  [0.62, 0.085, 125],
  [0.46, 0.065, 165],
  [0.36, 0.02, 230],
  [0.92, 0.012, 220],
  [0.79, 0.085, 10],
]
// Green, oolong, black, pu'er, white, blue pea, rose, matcha, milk: the brew tokens.
const brewColours: readonly Colour[] = [
  [0.8, 0.105, 108],
  [0.7, 0.115, 72],
  [0.5, 0.115, 42],
  [0.36, 0.06, 40],
  [0.9, 0.045, 100],
  [0.52, 0.1, 285],
  [0.74, 0.105, 15],
  [0.66, 0.115, 132],
  [0.83, 0.045, 65],
]
const grey: Colour = [0.6, 0, 0]

const short = (value: number): number => Math.round(value * 100) / 100
const ink = ([l, c, h]: Colour, lighter = 0): string => `oklch(${short(Math.min(1, l + lighter))} ${c} ${h})`

const disc = (cx: number, cy: number, r: number, fill: string): Shape => ['circle', { cx, cy, r, fill }]
const ring = (cx: number, cy: number, r: number, stroke: string, width: number, opacity = 1): Shape => [
  'circle',
  { cx, cy, r, fill: 'none', stroke, 'stroke-width': width, opacity },
]
const area = (d: string, fill: string): Shape => ['path', { d, fill }]
const stroke = (d: string, colour: string, width: number): Shape => [
  'path',
  { d, fill: 'none', stroke: colour, 'stroke-width': width, 'stroke-linecap': 'round' },
]

/** A leaf from its base to its tip; `width` is half of its broadest place. */
function leafPath(baseX: number, baseY: number, tipX: number, tipY: number, width: number): string {
  const alongX = tipX - baseX
  const alongY = tipY - baseY
  const unit = (2 * width) / Math.hypot(alongX, alongY)
  const point = (side: number) =>
    `${short(baseX + alongX / 2 - alongY * unit * side)} ${short(baseY + alongY / 2 + alongX * unit * side)}`
  return `M${baseX} ${baseY}Q${point(1)} ${tipX} ${tipY}Q${point(-1)} ${baseX} ${baseY}Z`
}

/** Points on a circle around the middle of the tea; `each` writes one. */
function around(count: number, radius: number, each: (x: number, y: number) => string): string {
  const points = Array.from({ length: count }, (_, at) => (at / count) * 2 * Math.PI - Math.PI / 2)
  return points.map((turn) => each(short(20 + radius * Math.cos(turn)), short(20.7 + radius * Math.sin(turn)))).join('')
}

const motifShapes: Record<Motif, (inks: Inks) => readonly Shape[]> = {
  leaf: ({ green, vein }) => [
    area('M15 25.4C14.6 19.6 19 16.2 26.3 16.4C26.2 23.8 21.2 27.6 15 25.4Z', green),
    stroke('M13.5 26.5L23.6 18.5', vein, 0.95),
  ],
  leaves: ({ green, vein }) => [
    area(leafPath(14.8, 24.4, 20.3, 14.6, 2.3), green),
    area(leafPath(18.6, 22.8, 29.2, 22.4, 2.7), green),
    stroke('M14.3 25.4L18.6 18M16.2 23.9L25.6 22.6', vein, 0.75),
  ],
  bamboo: ({ green, vein }) => [
    area(leafPath(15.4, 26.2, 19.4, 13.4, 1.7), green),
    area(leafPath(15.4, 26.2, 28.2, 25.2, 1.7), green),
    area(leafPath(15.4, 26.2, 25.6, 18, 1.8), vein),
  ],
  plum: ({ pink, gold }) => [
    stroke(
      around(5, 3.9, (x, y) => `M${x} ${y}h0`),
      pink,
      6.2,
    ),
    disc(20, 20.7, 1.9, gold),
  ],
  chrysanthemum: ({ pale, gold }) => [
    stroke(
      around(10, 6.4, (x, y) => `M20 20.7L${x} ${y}`),
      pale,
      2.5,
    ),
    disc(20, 20.7, 2.3, gold),
  ],
  moon: ({ pale }) => [area('M23.7 13A4.9 4.9 0 1 1 19 20.9A4.65 4.65 0 0 0 23.7 13Z', pale)],
  ripples: ({ line }) => [
    ring(20, 20.7, 9.2, line, 1, 0.35),
    ring(20, 20.7, 5.8, line, 1.1, 0.6),
    ring(20, 20.7, 2.5, line, 1.2, 0.85),
  ],
  fish: ({ red, pale }) => [
    area('M16.4 24.4C16.8 19.6 21 17.2 26.3 17.2C26 22.4 21.4 25.8 16.4 24.4Z', red),
    area('M17.4 23.6L12.1 23.1L14.4 24.9L15.4 28.4Z', red),
    disc(23.4, 18.9, 0.75, pale),
  ],
  hill: ({ hill, pale }) => [
    disc(14.6, 14.6, 2.2, pale),
    area('M6.7 24.2L10.9 20.1L14.8 23.4L22 13.9L30.1 22.8L33.5 20.1A13.7 13.7 0 0 1 6.7 24.2Z', hill),
  ],
  bubbles: ({ pale }) => [
    disc(16, 23.6, 2.6, pale),
    ['circle', { cx: 21.7, cy: 25, r: 1.7, fill: pale, opacity: 0.75 }],
    ['circle', { cx: 24.3, cy: 20.6, r: 1.1, fill: pale, opacity: 0.75 }],
  ],
}

/** Inks that stand out from a tea: dark on a light one, light on a dark one. */
function inksFor(brew: Colour): Inks {
  const dark = brew[0] < 0.6
  const rosy = brew[2] < 20
  return {
    green: ink(dark ? [0.8, 0.1, 140] : [0.49, 0.1, 142]),
    vein: ink(dark ? [0.93, 0.05, 130] : [0.36, 0.07, 148]),
    red: ink(dark ? [0.79, 0.13, 52] : [0.6, 0.18, rosy ? 22 : 36]),
    pink: ink(dark ? [0.76, 0.115, 12] : [0.62, 0.16, 14]),
    gold: ink([0.86, 0.13, 88]),
    pale: ink(brew[0] > 0.78 ? [0.985, 0.012, 95] : [0.95, 0.035, 90]),
    line: ink(brew, dark ? 0.3 : -0.26),
    hill: ink(brew, dark ? 0.17 : -0.17),
  }
}

/** The bowl of a look, seen from above, in a view box of 40 × 40; the same in both themes. At most 9 elements. */
export function bowlShapes(look: number): readonly Shape[] {
  const { glaze, brew, motif } = bowlOf(look)
  const wall = glazeColours[glaze - 1] ?? grey
  const tea = brewColours[brew - 1] ?? grey
  return [
    disc(20, 20, 20, ink(wall)),
    ring(20, 20, 18.9, ink(wall, wall[0] > 0.9 ? -0.09 : 0.07), 1.1),
    disc(20, 20, 15.2, ink(wall, -0.13)),
    disc(20, 20.7, 13.7, ink(tea)),
    ...motifShapes[motif](inksFor(tea)),
    [
      'path',
      {
        d: 'M9.6 18.2A12.2 12.2 0 0 1 15.8 11',
        fill: 'none',
        stroke: '#fff',
        'stroke-opacity': 0.62,
        'stroke-width': 1.3,
        'stroke-linecap': 'round',
      },
    ],
  ]
}

/** The bowl as a document of its own, for `/avatars/<look>.svg`. Every value in it is ours: nothing to escape. */
export function bowlSvg(look: number): string {
  const parts = bowlShapes(look).map(([tag, attributes]) => {
    const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`)
    return `<${tag}${written.join('')}/>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" width="80" height="80">${parts.join('')}</svg>`
}
