import { RouterProvider } from 'react-router'
import { useCallback, useEffect, useMemo } from 'react'
import { Going } from '../shared/Link'
import { useSession } from '../texts'
import { createRoutes } from './routes'
import { ReSignIn } from './ReSignIn'

/** What is around every page once somebody is signed in. */
export default function Frame() {
  const { me, postId } = useSession()
  // Another post sees another world: nothing of the former one stays on the page.
  const router = useMemo(createRoutes, [me?.id, postId])
  useEffect(() => () => router.dispose(), [router])
  const go = useCallback((to: string) => void router.navigate(to), [router])
  return (
    <Going value={go}>
      <RouterProvider key={postId} router={router} />
      <ReSignIn />
    </Going>
  )
}
