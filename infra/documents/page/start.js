/** Shows the API's document; the token that a reader gets here stays in this page. */
window
  .SwaggerUIBundle({
    url: 'openapi.json',
    dom_id: '#swagger-ui',
    deepLinking: true,
    oauth2RedirectUrl: new URL('docs/oauth2-redirect.html', window.location.href).href,
    validatorUrl: null,
  })
  .initOAuth({ usePkceWithAuthorizationCodeGrant: true })
