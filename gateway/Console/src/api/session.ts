import type { Texts } from '../texts/zh'
import type { Me } from './types'

export type Language = 'zh-CN' | 'en'
type State = 'unknown' | 'anonymous' | 'signedIn'

const languageKey = 'partycloud.language'
const postKey = 'partycloud.post'
const largeKey = 'partycloud.large'

/**
 * Who is signed in, under which post, in which language. The session itself is a cookie that no script can read; nothing of it is
 * kept here but the value that shows the gateway that a request comes from this page.
 */
class Session {
  state: State = 'unknown'
  me: Me | null = null
  csrf: string | null = null
  /** Over: the dialog for a new sign-in stands over the page. */
  expired = false
  language: Language = localStorage.getItem(languageKey) === 'en' ? 'en' : 'zh-CN'
  large = localStorage.getItem(largeKey) === '1'
  texts!: Texts

  private waiting: (() => void)[] = []
  private listeners = new Set<() => void>()
  private version = 0

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly snapshot = () => this.version

  get isSignedIn() {
    return this.state === 'signedIn'
  }

  get postId() {
    return this.me?.postId ?? null
  }

  changed() {
    this.version++
    this.listeners.forEach(listener => listener())
  }

  /** Asks the gateway who we are; a browser that was signed in before a reload still is. */
  async refresh(): Promise<void> {
    const before = this.me
    const wanted = before?.postId ?? sessionStorage.getItem(postKey)
    let answer: Response
    try {
      answer = await this.ask(wanted)
    } catch {
      // No network: who was signed in stays so, and the next request says what is wrong.
      if (this.state === 'unknown') this.state = 'anonymous'
      this.changed()
      return
    }
    if (answer.status === 403 && wanted) {
      // The post was withdrawn in the meantime.
      sessionStorage.removeItem(postKey)
      answer = await this.ask(null)
    }
    if (!answer.ok) {
      if (this.state === 'signedIn') return this.signInAgain()
      this.state = 'anonymous'
      this.me = null
      this.csrf = null
      this.changed()
      return
    }
    const me = (await answer.json()) as Me
    if (before && before.id !== me.id) {
      // What is on the page was another person's.
      sessionStorage.clear()
      location.assign('/')
      return new Promise(() => {})
    }
    this.me = me
    this.csrf = me.csrf ?? null
    this.state = 'signedIn'
    if (me.postId) sessionStorage.setItem(postKey, me.postId)
    this.changed()
  }

  /** Waits until the dialog has signed the same person in again. */
  signInAgain(): Promise<void> {
    if (!this.expired) {
      this.expired = true
      this.changed()
    }
    return new Promise(resolve => this.waiting.push(resolve))
  }

  async signedInAgain(csrf: string): Promise<void> {
    this.csrf = csrf
    await this.refresh()
    this.expired = false
    this.changed()
    this.waiting.splice(0).forEach(resume => resume())
  }

  async actUnder(postId: string): Promise<void> {
    sessionStorage.setItem(postKey, postId)
    if (this.me) this.me = { ...this.me, postId }
    await this.refresh()
  }

  forget() {
    sessionStorage.clear()
    this.state = 'anonymous'
    this.me = null
    this.csrf = null
    this.expired = false
    this.changed()
  }

  can(permission: string): boolean {
    return this.me?.permissions.some(held => held === permission || (held.endsWith('*') && permission.startsWith(held.slice(0, -1)))) ?? false
  }

  speak(language: Language, texts: Texts) {
    this.language = language
    this.texts = texts
    localStorage.setItem(languageKey, language)
    document.documentElement.lang = language
    this.changed()
  }

  write(large: boolean) {
    this.large = large
    localStorage.setItem(largeKey, large ? '1' : '0')
    document.documentElement.classList.toggle('large', large)
    this.changed()
  }

  private ask(postId: string | null) {
    const headers = new Headers({ Accept: 'application/json', 'Accept-Language': this.language })
    if (postId) headers.set('X-Post', postId)
    return fetch('/api/v1/me', { headers, credentials: 'same-origin' })
  }
}

export const session = new Session()
