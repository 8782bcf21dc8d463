exports.greeting = (name) => `olá, ${name}`
