// Says which request it got: the HTTP API's tests read the payload back from the answer.
exports.handler = async (event) => {
  const answer = event.headers?.['x-answer']
  if (answer) return JSON.parse(answer)
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(event) }
}
