// Colours of the plots. A plot brings its own paper, so that it can be read wherever it is shown; where the reader prefers dark, paper and
// inks are the dark ones.

/** `tea` is ours, and thicker; the greys are denominators, dashed; the others are peers. */
export const inks = ['tea', 'grey', 'slate', 'ash', 'blue', 'plum', 'ochre', 'brick', 'moss', 'teal', 'rose'] as const
export type Ink = (typeof inks)[number]

/** On light and on dark paper. */
const colours: Readonly<Record<Ink, readonly [string, string]>> = {
  tea: ['#0b7a5b', '#5fd3ae'],
  grey: ['#6b7280', '#9aa5b1'],
  slate: ['#45536a', '#b7c3d6'],
  ash: ['#8a8378', '#a79f93'],
  blue: ['#2563c9', '#7fb0ff'],
  plum: ['#8b3fa8', '#d39be8'],
  ochre: ['#a86400', '#f0b454'],
  brick: ['#c0392b', '#ff8f80'],
  moss: ['#5b7a12', '#b3d35c'],
  teal: ['#0e7490', '#67d2ea'],
  rose: ['#be3a75', '#ff97c1'],
}
const dashed: Partial<Record<Ink, string>> = { grey: '6 4', slate: '2 4', ash: '9 3 2 3' }

const paper = {
  light: { paper: '#ffffff', edge: '#d7dedb', grid: '#e6ebe9', text: '#1c2b28', soft: '#51605c' },
  dark: { paper: '#141c1b', edge: '#33403d', grid: '#28332f', text: '#e6eeeb', soft: '#a3b3ae' },
} as const

const FONT =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans', sans-serif"

function rules(theme: 'light' | 'dark'): string {
  const one = paper[theme]
  const shade = theme === 'light' ? 0 : 1
  return [
    `.paper{fill:${one.paper};stroke:${one.edge}}.grid{stroke:${one.grid}}.axis{stroke:${one.soft}}`,
    `text{fill:${one.text}}.soft{fill:${one.soft}}.goal{stroke:${one.soft}}`,
    ...inks.map((ink) => {
      const colour = colours[ink][shade]
      return `path.${ink},line.${ink}{stroke:${colour}}circle.${ink}{stroke:${colour};fill:${colour}}text.${ink}{fill:${colour}}`
    }),
    // After the others: it takes the filling of a dot away.
    `circle.hollow{fill:${one.paper}}`,
  ].join('')
}

/** The styles that each plot carries inside. */
export const styles = [
  `text{font:12px ${FONT}}.title{font-size:16px;font-weight:600}.name{font-weight:600}.small{font-size:11px}`,
  'path{fill:none;stroke-width:2;stroke-linejoin:round}path.tea{stroke-width:3}.goal{stroke-dasharray:4 4}',
  ...Object.entries(dashed).map(([ink, dashes]) => `path.${ink}{stroke-dasharray:${dashes}}`),
  rules('light'),
  `@media (prefers-color-scheme:dark){${rules('dark')}}`,
].join('')

/** Of each that can be measured; a newcomer takes one that is free. */
const ofContestant: Readonly<Record<string, Ink>> = {
  teahouse: 'tea',
  'raw-c': 'grey',
  bun0: 'slate',
  bunt: 'ash',
  ws: 'blue',
  'socket-io': 'brick',
}
const free: readonly Ink[] = ['plum', 'ochre', 'moss', 'teal', 'rose']

export function inkOf(key: string, keys: readonly string[]): Ink {
  const known = ofContestant[key]
  if (known) return known
  const newcomers = keys.filter((one) => !ofContestant[one])
  return free[Math.max(0, newcomers.indexOf(key)) % free.length] ?? 'plum'
}
