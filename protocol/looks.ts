/** A look is one number: glaze × brew × motif of a tea bowl seen from above (client.md 5). */
export const glazes = 12
export const brews = 9
export const motifs = [
  'leaf',
  'leaves',
  'bamboo',
  'plum',
  'chrysanthemum',
  'moon',
  'ripples',
  'fish',
  'hill',
  'bubbles',
] as const
export const looks = glazes * brews * motifs.length

export type Motif = (typeof motifs)[number]
/** `glaze` 1 … 12 and `brew` 1 … 9 are the numbers of the colour tokens. */
export type Bowl = { glaze: number; brew: number; motif: Motif }

export function bowlOf(look: number): Bowl {
  const motif = motifs[look % motifs.length] ?? 'leaf'
  const rest = Math.floor(look / motifs.length)
  return { motif, brew: (rest % brews) + 1, glaze: (Math.floor(rest / brews) % glazes) + 1 }
}

/** FNV-1a, 32 bits: spreads ids over looks and name colours alike on every side of the wire. */
export function hashOf(id: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193) >>> 0
  return hash
}

/** The bowl that a person has before choosing one. */
export const lookOf = (id: string): number => hashOf(id) % looks
/** Colour of a person's name: one of 12 hues, 15° + 30° × this. */
export const hueOf = (id: string): number => (hashOf(id) >>> 8) % 12
