/** Shows the API's document; the token that a reader gets here stays in this page. */
window
  .SwaggerUIBundle({
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
  })
  .initOAuth({ usePkceWithAuthorizationCodeGrant: true })
