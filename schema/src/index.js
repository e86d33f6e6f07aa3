// The package's interface; its documentation stands in the types.

export { FRAME_TYPES } from "./check.js";
export { withDefaults } from "./defaults.js";
export { dispatch } from "./dispatch.js";
export { ContractError, encodeFrame } from "./encode.js";
export { DEPTH_LIMIT, FRAME_LIMIT } from "./json.js";
export { LineParser } from "./lines.js";
export { refusalOf } from "./refusal.js";
export { undocumentedFields, validateDefinition, validateFrame, validateLine } from "./validate.js";
