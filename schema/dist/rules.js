// Derived from the contract document by `npm run build`: edit that, not this.
export const rules = {"keywords":{"prefixItems":"pair","type":"type","required":"required","contentEncoding":"base64","enum":"enum","const":"enum","minLength":"limit","maxLength":"limit","minimum":"limit","maximum":"limit"},"tags":{"type":"unknown-type","op":"unknown-op"}};
