import { limits } from '#protocol/limits.ts'

/** Why a picture is not taken, as a refusal `bad_picture` or `too_large` says it. */
export type Fault =
  | { code: 'bad_picture'; what: 'pixels' | 'side' | 'frames' | 'time' | 'broken'; limit?: number }
  | { code: 'too_large'; limit: number }

export class PictureFault extends Error {
  readonly fault: Fault
  constructor(fault: Fault) {
    super(fault.code === 'bad_picture' ? fault.what : fault.code)
    this.name = 'PictureFault'
    this.fault = fault
  }
}

export const broken = (): PictureFault => new PictureFault({ code: 'bad_picture', what: 'broken' })

export type Size = { width: number; height: number }

/** Asked of what a head says, before a pixel is decoded (T-39). */
export function requireDecodable({ width, height }: Size): void {
  if (width < 1 || height < 1) throw broken()
  if (Math.max(width, height) > limits.pictureSide)
    throw new PictureFault({ code: 'bad_picture', what: 'side', limit: limits.pictureSide })
  if (width * height > limits.pixels)
    throw new PictureFault({ code: 'bad_picture', what: 'pixels', limit: limits.pixels })
}

/**
 * What every viewer decodes again and again: so many pixels in all frames, a screen full counted for each. Ten seconds
 * of a film of 640 x 480 at 20 frames a second are 61 million.
 */
export const MOST_MOVING_PIXELS = 200_000_000

export function requireShowable(screen: Size, frames: number): void {
  requireDecodable(screen)
  if (frames > limits.pictureFrames)
    throw new PictureFault({ code: 'bad_picture', what: 'frames', limit: limits.pictureFrames })
  if (frames > 1 && screen.width * screen.height * frames > MOST_MOVING_PIXELS)
    throw new PictureFault({ code: 'bad_picture', what: 'pixels', limit: Math.floor(MOST_MOVING_PIXELS / frames) })
}
