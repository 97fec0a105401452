import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'

type LateProps<P> = {
  /** The same function each time. */
  load: () => Promise<ComponentType<P>>
  props: P
  /** It did not come. */
  onFail?: () => void
}

/** A component that comes from the server when it is first shown; nothing stands there before. */
export function Late<P extends object>({ load, props, onFail }: LateProps<P>) {
  const [loaded, setLoaded] = useState<{ View: ComponentType<P> } | null>(null)
  useEffect(() => void load().then((View) => setLoaded({ View }), onFail), [load])
  return loaded && <loaded.View {...props} />
}
