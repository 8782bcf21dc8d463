/**
 * A mail's sanitized HTML with remote images shown, as the reader requested. Only sanitized output contains this
 * attribute: quotes in the sender's text are escaped.
 */
export const withRemoteImages = (html: string): string => html.replaceAll(' data-remote-src="', ' src="')
