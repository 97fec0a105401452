const SIZE_PX = 16
/** Flags of countries are pairs of letters; those of parts of countries end with a tag. */
const countryFlag = /^\p{Regional_Indicator}|\u{E007F}$/u

let drawn: boolean | undefined

/** Whether this system draws the glyph: Windows has no flags of countries, it shows two letters. */
export function isDrawn(glyph: string): boolean {
  if (!countryFlag.test(glyph)) return true
  drawn ??= drawsFlags()
  return drawn
}

/** Letters take the colour they are given, a picture has its own. A browser that hides what it draws counts as able. */
function drawsFlags(): boolean {
  const canvas = typeof document === 'undefined' ? null : document.createElement('canvas')
  const surface = canvas?.getContext('2d', { willReadFrequently: true })
  if (!surface) return true
  surface.font = `${SIZE_PX}px "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", sans-serif`
  surface.textBaseline = 'top'
  surface.fillText('🇨🇳', 0, 0)
  const { data } = surface.getImageData(0, 0, 2 * SIZE_PX, SIZE_PX)
  let isBlank = true
  for (let at = 0; at < data.length; at += 4) {
    if (data[at] !== data[at + 1] || data[at] !== data[at + 2]) return true
    if (data[at + 3] !== 0) isBlank = false
  }
  return isBlank
}
