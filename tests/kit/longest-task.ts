import type { Page } from 'playwright-core'

/**
 * The longest task of a page while `act` goes on, as a multiple of a control: rows are made and laid out on the same page. So a machine that
 * is many times slower finds the same.
 */
export async function longestTask(page: Page, act: () => Promise<void>): Promise<number> {
  const tasks = await page.evaluateHandle(() => {
    const long = [0]
    new PerformanceObserver((list) => long.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask',
    })
    return long
  })
  await act()
  const longestMs = Math.max(...(await tasks.jsonValue()))
  return longestMs / (await controlMs(page))
}

/** The best of some rounds: what disturbs the machine in one does not in all. */
function controlMs(page: Page): Promise<number> {
  return page.evaluate(() => {
    const round = () => {
      const beganMs = performance.now()
      const rows = document.createElement('div')
      for (let at = 0; at < 2_000; at++) {
        const row = document.createElement('p')
        row.textContent = `row ${at} of many`
        rows.append(row)
      }
      document.body.append(rows)
      rows.getBoundingClientRect()
      rows.remove()
      return performance.now() - beganMs
    }
    return Math.min(...[1, 2, 3, 4, 5].map(round))
  })
}
