/**
 * A mail's safe HTML with the images that lie elsewhere shown, as its reader asked. Only what was written anew has such
 * an attribute: whatever a sender writes has its quotes escaped.
 */
export const withRemoteImages = (html: string): string => html.replaceAll(' data-remote-src="', ' src="')
