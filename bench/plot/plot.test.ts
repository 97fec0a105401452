import { expect, test } from 'bun:test'
import { inkOf } from './inks.ts'
import { drawLines, type LinesPlot } from './lines.ts'
import { drawRows } from './rows.ts'
import { scaleOf, shortNumber } from './scale.ts'
import { apart } from './svg.ts'

const labels = (ticks: readonly { label: string }[]): string => ticks.map(({ label }) => label).join(' ')

test('a linear axis begins at 0 and has round steps; a logarithmic one has the digits that fit', () => {
  const plain = scaleOf('linear', [3, 97])
  expect(labels(plain.ticks)).toBe('0 20 40 60 80 100')
  expect([plain.at(0), plain.at(50), plain.at(100)]).toEqual([0, 0.5, 1])
  expect(labels(scaleOf('log', [10, 1_000]).ticks)).toBe('10 20 50 100 200 500 1,000')
  const wide = scaleOf('log', [80_000, 9_000_000])
  expect(labels(wide.ticks)).toBe('50 k 100 k 200 k 500 k 1 M 2 M 5 M 10 M')
  expect(labels(scaleOf('log', [1, 1e6]).ticks)).toBe('1 10 100 1,000 10 k 100 k 1 M')
  expect(wide.at(50_000)).toBe(0)
  expect(wide.at(10_000_000)).toBeCloseTo(1)
})

test('one value alone is an axis, too; none is an error, and 0 has no logarithm', () => {
  for (const kind of ['linear', 'log'] as const) {
    const { at, ticks } = scaleOf(kind, [7])
    expect(at(7)).toBeGreaterThanOrEqual(0)
    expect(at(7)).toBeLessThanOrEqual(1)
    expect(ticks.length).toBeGreaterThan(1)
  }
  expect(() => scaleOf('log', [0, Number.NaN])).toThrow('a plot needs a value')
  expect(() => scaleOf('linear', [])).toThrow()
  expect(scaleOf('linear', [0]).at(0)).toBe(0)
})

test('numbers are short, and never a thousand thousands', () => {
  expect([0, 0.05, 300, 1_234, 10_000, 999_600, 2_500_000].map(shortNumber)).toEqual([
    '0',
    '0.05',
    '300',
    '1,230',
    '10 k',
    '1 M',
    '2.5 M',
  ])
})

test('names that would cover each other stand apart, in their order, inside the field', () => {
  const placed = apart([100, 101, 99, 300], { least: 16, low: 0, high: 300 })
  expect(placed).toEqual([115, 131, 99, 300])
  expect(apart([299, 300], { least: 16, low: 0, high: 300 })).toEqual([284, 300])
})

const plot: LinesPlot = {
  title: 'Tea & <talk>',
  notes: ['one core'],
  x: { name: 'messages a second', kind: 'log' },
  y: { name: 'deliveries', kind: 'log' },
  series: [
    {
      name: 'Teahouse',
      ink: 'tea',
      points: [
        { x: 10, y: 100 },
        { x: 300, y: 900, low: 800, high: 1_000 },
      ],
    },
    { name: 'nobody', ink: 'blue', points: [] },
    { name: 'peer', ink: 'brick', points: [{ x: 10, y: 100, hollow: true }] },
  ],
}

/** Tags that are opened and closed in order: an SVG that is not well formed is shown nowhere. */
function isWellFormed(svg: string): boolean {
  const open: string[] = []
  for (const [, end, name = '', self] of svg.matchAll(/<(\/?)([a-z]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (end) {
      if (open.pop() !== name) return false
    } else if (!self) open.push(name)
  }
  return open.length === 0
}

test('a plot is well-formed SVG with its own paper, names what it shows, and leaves out what was not measured', () => {
  const svg = drawLines(plot)
  expect(isWellFormed(svg)).toBe(true)
  expect(svg).toContain('Tea &amp; &lt;talk&gt;')
  expect(svg).toContain('class="paper"')
  expect(svg).toContain('prefers-color-scheme:dark')
  expect(svg).toContain('>messages a second</text>')
  expect(svg).toContain('>↑ deliveries</text>')
  expect(svg).not.toContain('nobody')
  expect(svg.match(/<circle/g)).toHaveLength(3)
  expect(svg.match(/brick hollow/g)).toHaveLength(1)
  expect(drawLines(plot)).toBe(svg)
})

test('a plot of nothing says so', () => {
  expect(drawLines({ ...plot, series: [] })).toContain('not measured')
  expect(
    drawRows({ title: 'Tea', notes: [], x: plot.x, marks: [], rows: [{ name: 'one', values: [null] }] }),
  ).toContain('not measured')
})

test('nothing is drawn outside of the paper', () => {
  const svg = drawLines({ ...plot, goal: { y: 50_000, name: 'wanted' } })
  const height = Number(/height="(\d+)"/.exec(svg)?.[1])
  for (const [, y = ''] of svg.matchAll(/ c?y[12]?="([\d.-]+)"/g)) {
    expect(Number(y)).toBeGreaterThanOrEqual(0)
    expect(Number(y)).toBeLessThanOrEqual(height)
  }
})

test('rows have a dot for each figure that there is, and the goal', () => {
  const svg = drawRows({
    title: 'Search',
    notes: [],
    x: { name: 'ms', kind: 'log' },
    marks: [
      { name: 'p50', ink: 'tea' },
      { name: 'p99', ink: 'tea', hollow: true },
    ],
    rows: [
      { name: 'one sign', values: [3, 20] },
      { name: 'nothing', values: [2, null] },
    ],
    goal: { x: 50, name: 'p95 ≤ 50 ms' },
  })
  expect(isWellFormed(svg)).toBe(true)
  // Two of them are the legend.
  expect(svg.match(/<circle/g)).toHaveLength(3 + 2)
  expect(svg).toContain('p95 ≤ 50 ms')
})

test('ours has one ink, and newcomers have others than those who are there', () => {
  const keys = ['teahouse', 'ws', 'uws', 'nchan']
  expect(keys.map((key) => inkOf(key, keys))).toEqual(['tea', 'blue', 'plum', 'ochre'])
})
