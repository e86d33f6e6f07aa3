// Derived from the contract document by `npm run build`: edit that, not this.
module.exports = require("../../src/token.js");
