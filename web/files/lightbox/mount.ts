import { addExtra } from '#web/kit/slots.ts'
import { LightboxPlace } from './Lightbox.tsx'

// What stands nowhere on the page has its place at its end.
addExtra('page', 50, LightboxPlace)
