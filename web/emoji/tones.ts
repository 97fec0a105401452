/** 0 is the yellow of nobody's skin; 1 to 5 are Unicode's, from light to dark. */
export const tones = [0, 1, 2, 3, 4, 5] as const
export type Tone = (typeof tones)[number]

const BEFORE_FIRST_MODIFIER = 0x1f3fa
const PICTURE = '\uFE0F'
const HANDSHAKE = '🤝'
const person = /\p{Emoji_Modifier_Base}/u

/**
 * `glyph` with every skin in one tone. Only for those that have tones; bin/cut-emoji.ts proves the rule for each of them
 * against Unicode's own sequences.
 */
export function withTone(glyph: string, tone: Tone): string {
  if (tone === 0) return glyph
  const modifier = String.fromCodePoint(BEFORE_FIRST_MODIFIER + tone)
  const points = [...glyph]
  // Two people who hold hands are joined by a handshake, which keeps its colour there.
  const hasSkin = (point = '') => person.test(point) && (points.length === 1 || point !== HANDSHAKE)
  return points
    .flatMap((point, at) => {
      if (hasSkin(point)) return [point, modifier]
      // The modifier already asks for a picture.
      return point === PICTURE && hasSkin(points[at - 1]) ? [] : [point]
    })
    .join('')
}
