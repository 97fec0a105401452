import type { Page } from 'playwright-core'

/** What moves for more than 10 ms in all, a line each (UX-19); what shows progress may. */
export const longMoves = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    document.getAnimations().flatMap((animation) => {
      const { effect } = animation
      const lasts = Number(effect?.getComputedTiming().activeDuration)
      const element = effect instanceof KeyframeEffect ? effect.target : null
      if (lasts <= 10 || element?.closest('[role=progressbar], [role=timer]')) return []
      const name = 'animationName' in animation ? animation.animationName : 'transition'
      return [`${element?.className}: ${name} for ${lasts} ms`]
    }),
  )
