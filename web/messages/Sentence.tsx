import { partsOf } from '#web/store/notice-sentences.ts'

/**
 * A sentence of the house in which somebody's words stand between the signs of an isolate (`isolate`): they keep their own
 * direction, and turn nothing around them (T-78).
 */
export const Sentence = ({ text }: { text: string }) => (
  <>{partsOf(text).map((part, at) => (at % 2 === 1 ? <bdi key={`${at}`}>{part}</bdi> : part))}</>
)
