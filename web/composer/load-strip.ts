/** What stands above the text of an answer or an edit: both begin with what comes late. */
export const loadStrip = () => import('./ComposerStrip.tsx').then(({ ComposerStrip }) => ComposerStrip)
