import { RouterProvider } from 'react-router'
import { useEffect, useMemo } from 'react'
import { useSession } from '../texts'
import { createRoutes } from './routes'
import { ReSignIn } from './ReSignIn'
import { useTables } from './useTables'

/** What is around every page once somebody is signed in. */
export default function Frame() {
  const { me, postId } = useSession()
  // Another post sees another world: nothing of the former one stays on the page.
  const router = useMemo(createRoutes, [me?.id, postId])
  useEffect(() => () => router.dispose(), [router])
  useTables()
  return (
    <>
      <RouterProvider key={postId} router={router} />
      <ReSignIn />
    </>
  )
}
