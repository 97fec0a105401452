import { createContext } from 'preact'

/** Whether Tab goes into this message: in the log only into the one that has the focus (client.md 8). */
export const Reachable = createContext(true)
