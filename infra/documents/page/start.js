/** Shows the API's document; the token that a reader gets here stays in this page. */
const page = window.SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  oauth2RedirectUrl: new URL('docs/oauth2-redirect.html', window.location.href).href,
  validatorUrl: null,
  // Where tokens come from, this header of Swagger UI's own is not among those that a page may send.
  requestInterceptor: (request) => {
    delete request.headers['X-Requested-With']
    return request
  },
  // People need not know by which client this page signs them in.
  onComplete: () => {
    const scheme = page.specSelectors.specJson().getIn(['components', 'securitySchemes', 'oauth2'])
    page.initOAuth({ clientId: scheme.get('x-web-client-id'), usePkceWithAuthorizationCodeGrant: true })
  },
})
