exports.handler = async () => 1
throw new TypeError('cannot start')
