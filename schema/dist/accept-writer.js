// Derived from the contract document by `npm run build`: edit that, not this.
import { every, free, freeObject, isBase64, isList, isPlain, isWithin, tally } from "../src/parts.js";

function f0(v, d) {
  if (!isPlain(v, d)) return false;
  switch (v["type"]) {
    case "hello":
      return f2(v, d);
    case "outbound":
      return f3(v, d);
    case "interrupt":
      return f4(v, d);
    case "going_idle":
      return f10(v, d);
    case "inbound_ack":
      return f11(v, d);
    default:
      return false;
  }
}

function f1(v, d) {
  if (!isPlain(v, d)) return false;
  switch (v["type"]) {
    case "descriptor":
      return f5(v, d);
    case "inbound":
      return f6(v, d);
    case "outbound_result":
      return f7(v, d);
    case "interrupt_inbound":
      return f8(v, d);
    case "passthrough_forward":
      return f9(v, d);
    case "going_idle_ack":
      return f12(v, d);
    default:
      return false;
  }
}

function f2(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "type":
        if (!(x === "hello")) return false;
        r += 1;
        break;
      case "platform":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "botId":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "command_manifest":
        if (!(every(x, d + 1, g0))) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 3;
}

function f3(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "type":
        if (!(x === "outbound")) return false;
        r += 1;
        break;
      case "requestId":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "action":
        if (!(f54(x, d + 1))) return false;
        r += 1;
        break;
      case "platform":
        if (!(typeof x === "string")) return false;
        break;
      case "botId":
        if (!(typeof x === "string")) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 3;
}

function f4(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "type":
        if (!(x === "interrupt")) return false;
        r += 1;
        break;
      case "session_key":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "reason":
        if (!(x === null || typeof x === "string")) return false;
        r += 1;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 3;
}

function f5(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "type":
        if (!(x === "descriptor")) return false;
        r += 1;
        break;
      case "descriptor":
        if (!(f13(x, d + 1))) return false;
        r += 1;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 2;
}

function f6(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "type":
        if (!(x === "inbound")) return false;
        r += 1;
        break;
      case "event":
        if (!(f14(x, d + 1))) return false;
        r += 1;
        break;
      case "bufferId":
        if (!(typeof x === "string")) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 2;
}

function f7(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "type":
        if (!(x === "outbound_result")) return false;
        r += 1;
        break;
      case "requestId":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "result":
        if (!(f24(x, d + 1))) return false;
        r += 1;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 3;
}

function f8(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "type":
        if (!(x === "interrupt_inbound")) return false;
        r += 1;
        break;
      case "session_key":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "chat_id":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 3;
}

function f9(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "type":
        if (!(x === "passthrough_forward")) return false;
        r += 1;
        break;
      case "forward":
        if (!(f16(x, d + 1))) return false;
        r += 1;
        break;
      case "bufferId":
        if (!(typeof x === "string")) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 2;
}

function f10(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "type":
        if (!(x === "going_idle")) return false;
        r += 1;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 1;
}

function f11(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "type":
        if (!(x === "inbound_ack")) return false;
        r += 1;
        break;
      case "bufferId":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 2;
}

function f12(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "type":
        if (!(x === "going_idle_ack")) return false;
        r += 1;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 1;
}

function f13(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "contract_version":
        if (!(Number.isInteger(x) && x >= -9007199254740991 && x <= 9007199254740991)) return false;
        r += 1;
        break;
      case "platform":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "label":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "max_message_length":
        if (!(Number.isInteger(x) && x >= -9007199254740991 && x <= 9007199254740991)) return false;
        r += 1;
        break;
      case "supports_draft_streaming":
        if (!(typeof x === "boolean")) return false;
        r += 1;
        break;
      case "supports_edit":
        if (!(typeof x === "boolean")) return false;
        r += 1;
        break;
      case "supports_threads":
        if (!(typeof x === "boolean")) return false;
        r += 1;
        break;
      case "markdown_dialect":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "len_unit":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "emoji":
        if (!(typeof x === "string")) return false;
        break;
      case "platform_hint":
        if (!(typeof x === "string")) return false;
        break;
      case "pii_safe":
        if (!(typeof x === "boolean")) return false;
        break;
      case "supports_context":
        if (!(typeof x === "boolean")) return false;
        break;
      case "supported_ops":
        if (!(every(x, d + 1, g1))) return false;
        break;
      case "supports_inchannel_continuable":
        if (!(typeof x === "boolean")) return false;
        break;
      case "supports_block_formatting":
        if (!(typeof x === "boolean")) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 9;
}

function f14(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "text":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "message_type":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "source":
        if (!(f15(x, d + 1))) return false;
        r += 1;
        break;
      case "message_id":
        if (!(x === null || typeof x === "string")) return false;
        break;
      case "reply_to_message_id":
        if (!(x === null || typeof x === "string")) return false;
        break;
      case "media_urls":
        if (!(x === null || every(x, d + 1, g2))) return false;
        break;
      case "reply_to":
        if (!(x === null || f18(x, d + 1))) return false;
        break;
      case "prompt_response":
        if (!(x === null || f19(x, d + 1))) return false;
        break;
      case "media":
        if (!(x === null || every(x, d + 1, g3))) return false;
        break;
      case "context":
        if (!(x === null || every(x, d + 1, g4))) return false;
        break;
      case "context_error":
        if (!(typeof x === "boolean")) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 3;
}

function f15(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "platform":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "chat_id":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "chat_type":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "chat_name":
        if (!(x === null || typeof x === "string")) return false;
        r += 1;
        break;
      case "user_id":
        if (!(x === null || typeof x === "string")) return false;
        r += 1;
        break;
      case "user_name":
        if (!(x === null || typeof x === "string")) return false;
        r += 1;
        break;
      case "thread_id":
        if (!(x === null || typeof x === "string")) return false;
        r += 1;
        break;
      case "chat_topic":
        if (!(x === null || typeof x === "string")) return false;
        r += 1;
        break;
      case "user_id_alt":
        if (!(typeof x === "string")) return false;
        break;
      case "chat_id_alt":
        if (!(typeof x === "string")) return false;
        break;
      case "guild_id":
        if (!(typeof x === "string")) return false;
        break;
      case "parent_chat_id":
        if (!(typeof x === "string")) return false;
        break;
      case "message_id":
        if (!(typeof x === "string")) return false;
        break;
      case "scope_id":
        if (!(typeof x === "string")) return false;
        break;
      case "profile":
        if (!(typeof x === "string")) return false;
        break;
      case "user_display_name":
        if (!(typeof x === "string")) return false;
        break;
      case "user_handle":
        if (!(typeof x === "string")) return false;
        break;
      case "auto_thread_created":
        if (!(typeof x === "boolean")) return false;
        break;
      case "auto_thread_initial_name":
        if (!(typeof x === "string")) return false;
        break;
      case "prospective_thread_id":
        if (!(typeof x === "string")) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 8;
}

function f16(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "platform":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "botId":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "method":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "path":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "headers":
        if (!(every(x, d + 1, g7))) return false;
        r += 1;
        break;
      case "bodyB64":
        if (!(isBase64(x))) return false;
        r += 1;
        break;
      case "profile":
        if (!(typeof x === "string")) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 6;
}

function f17(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "name":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "description":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "options":
        if (!(every(x, d + 1, g8))) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 2;
}

function f18(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "text":
        if (!(typeof x === "string")) return false;
        break;
      case "author":
        if (!(typeof x === "string")) return false;
        break;
      case "is_own":
        if (!(typeof x === "boolean")) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 0;
}

function f19(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "prompt_id":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "option_id":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "label":
        if (!(typeof x === "string")) return false;
        break;
      case "prompt_message_id":
        if (!(typeof x === "string")) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 2;
}

function f20(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "url":
        if (!(typeof x === "string")) return false;
        break;
      case "mime":
        if (!(typeof x === "string")) return false;
        break;
      case "kind":
        if (!(typeof x === "string")) return false;
        break;
      case "size":
        if (!(Number.isInteger(x) && x >= -9007199254740991 && x <= 9007199254740991)) return false;
        break;
      case "filename":
        if (!(typeof x === "string")) return false;
        break;
      case "caption":
        if (!(typeof x === "string")) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 0;
}

function f21(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "text":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "source":
        if (!(f22(x, d + 1))) return false;
        r += 1;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 2;
}

function f22(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "user_name":
        if (!(typeof x === "string")) return false;
        break;
      case "user_id":
        if (!(typeof x === "string")) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 0;
}

function f23(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "id":
        if (!(isWithin(x, 1, 32))) return false;
        r += 1;
        break;
      case "label":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "style":
        if (!(typeof x === "string")) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 2;
}

function f24(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "success":
        if (!(typeof x === "boolean")) return false;
        r += 1;
        break;
      case "message_id":
        if (!(typeof x === "string")) return false;
        break;
      case "error":
        if (!(typeof x === "string")) return false;
        break;
      case "chat_info":
        if (!(f25(x, d + 1))) return false;
        break;
      case "name":
        if (!(typeof x === "string")) return false;
        break;
      case "type":
        if (!(typeof x === "string")) return false;
        break;
      case "thread_id":
        if (!(typeof x === "string")) return false;
        break;
      case "auto_thread_name":
        if (!(typeof x === "string")) return false;
        break;
      case "code":
        if (!(typeof x === "string")) return false;
        break;
      case "ambiguous":
        if (!(typeof x === "boolean")) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 1;
}

function f25(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "name":
        if (!(typeof x === "string")) return false;
        break;
      case "type":
        if (!(typeof x === "string")) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 0;
}

function f26(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "op":
        if (!(x === "send")) return false;
        r += 1;
        break;
      case "chat_id":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "content":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "reply_to":
        if (!(x === null || typeof x === "string")) return false;
        r += 1;
        break;
      case "metadata":
        if (!(freeObject(x, d + 1))) return false;
        r += 1;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 5;
}

function f27(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "success":
        if (!(typeof x === "boolean")) return false;
        r += 1;
        break;
      case "message_id":
        if (!(typeof x === "string")) return false;
        break;
      case "error":
        if (!(typeof x === "string")) return false;
        break;
      case "thread_id":
        if (!(typeof x === "string")) return false;
        break;
      case "auto_thread_name":
        if (!(typeof x === "string")) return false;
        break;
      case "code":
        if (!(typeof x === "string")) return false;
        break;
      case "ambiguous":
        if (!(typeof x === "boolean")) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 1;
}

function f28(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "op":
        if (!(x === "edit")) return false;
        r += 1;
        break;
      case "chat_id":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "message_id":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "content":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "metadata":
        if (!(freeObject(x, d + 1))) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 4;
}

function f29(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "success":
        if (!(typeof x === "boolean")) return false;
        r += 1;
        break;
      case "error":
        if (!(typeof x === "string")) return false;
        break;
      case "message_id":
        if (!(typeof x === "string")) return false;
        break;
      case "code":
        if (!(typeof x === "string")) return false;
        break;
      case "ambiguous":
        if (!(typeof x === "boolean")) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 1;
}

function f30(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "op":
        if (!(x === "typing")) return false;
        r += 1;
        break;
      case "chat_id":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "content":
        if (!(typeof x === "string")) return false;
        break;
      case "metadata":
        if (!(freeObject(x, d + 1))) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 2;
}

function f31(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "success":
        if (!(typeof x === "boolean")) return false;
        r += 1;
        break;
      case "error":
        if (!(typeof x === "string")) return false;
        break;
      case "code":
        if (!(typeof x === "string")) return false;
        break;
      case "ambiguous":
        if (!(typeof x === "boolean")) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 1;
}

function f32(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "op":
        if (!(x === "follow_up")) return false;
        r += 1;
        break;
      case "session_key":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "kind":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "content":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "metadata":
        if (!(freeObject(x, d + 1))) return false;
        r += 1;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 5;
}

function f33(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "success":
        if (!(typeof x === "boolean")) return false;
        r += 1;
        break;
      case "message_id":
        if (!(typeof x === "string")) return false;
        break;
      case "error":
        if (!(typeof x === "string")) return false;
        break;
      case "code":
        if (!(typeof x === "string")) return false;
        break;
      case "ambiguous":
        if (!(typeof x === "boolean")) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 1;
}

function f34(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "op":
        if (!(x === "get_chat_info")) return false;
        r += 1;
        break;
      case "chat_id":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 2;
}

function f35(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "success":
        if (!(typeof x === "boolean")) return false;
        r += 1;
        break;
      case "error":
        if (!(typeof x === "string")) return false;
        break;
      case "chat_info":
        if (!(f25(x, d + 1))) return false;
        break;
      case "name":
        if (!(typeof x === "string")) return false;
        break;
      case "type":
        if (!(typeof x === "string")) return false;
        break;
      case "code":
        if (!(typeof x === "string")) return false;
        break;
      case "ambiguous":
        if (!(typeof x === "boolean")) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 1;
}

function f36(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "op":
        if (!(x === "send_media")) return false;
        r += 1;
        break;
      case "chat_id":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "media_kind":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "source_url":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "content":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "reply_to":
        if (!(x === null || typeof x === "string")) return false;
        r += 1;
        break;
      case "filename":
        if (!(typeof x === "string")) return false;
        break;
      case "metadata":
        if (!(freeObject(x, d + 1))) return false;
        r += 1;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 7;
}

function f37(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "success":
        if (!(typeof x === "boolean")) return false;
        r += 1;
        break;
      case "message_id":
        if (!(typeof x === "string")) return false;
        break;
      case "error":
        if (!(typeof x === "string")) return false;
        break;
      case "code":
        if (!(typeof x === "string")) return false;
        break;
      case "ambiguous":
        if (!(typeof x === "boolean")) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 1;
}

function f38(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "op":
        if (!(x === "prompt")) return false;
        r += 1;
        break;
      case "chat_id":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "content":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "prompt_kind":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "prompt_id":
        if (!(isWithin(x, 1, 32))) return false;
        r += 1;
        break;
      case "options":
        if (!(every(x, d + 1, g9))) return false;
        r += 1;
        break;
      case "reply_to":
        if (!(x === null || typeof x === "string")) return false;
        r += 1;
        break;
      case "timeout_s":
        if (!(Number.isInteger(x) && x >= 0 && x <= 9007199254740991)) return false;
        break;
      case "metadata":
        if (!(freeObject(x, d + 1))) return false;
        r += 1;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 8;
}

function f39(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "success":
        if (!(typeof x === "boolean")) return false;
        r += 1;
        break;
      case "message_id":
        if (!(typeof x === "string")) return false;
        break;
      case "error":
        if (!(typeof x === "string")) return false;
        break;
      case "code":
        if (!(typeof x === "string")) return false;
        break;
      case "ambiguous":
        if (!(typeof x === "boolean")) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 1;
}

function f40(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "op":
        if (!(x === "react")) return false;
        r += 1;
        break;
      case "chat_id":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "message_id":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "emoji":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "remove":
        if (!(typeof x === "boolean")) return false;
        r += 1;
        break;
      case "metadata":
        if (!(freeObject(x, d + 1))) return false;
        r += 1;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 6;
}

function f41(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "success":
        if (!(typeof x === "boolean")) return false;
        r += 1;
        break;
      case "error":
        if (!(typeof x === "string")) return false;
        break;
      case "code":
        if (!(typeof x === "string")) return false;
        break;
      case "ambiguous":
        if (!(typeof x === "boolean")) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 1;
}

function f42(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "op":
        if (!(x === "thread_create")) return false;
        r += 1;
        break;
      case "chat_id":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "thread_name":
        if (!(isWithin(x, 1, 100))) return false;
        r += 1;
        break;
      case "message_id":
        if (!(typeof x === "string")) return false;
        break;
      case "metadata":
        if (!(freeObject(x, d + 1))) return false;
        r += 1;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 4;
}

function f43(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "success":
        if (!(typeof x === "boolean")) return false;
        r += 1;
        break;
      case "thread_id":
        if (!(typeof x === "string")) return false;
        break;
      case "message_id":
        if (!(typeof x === "string")) return false;
        break;
      case "error":
        if (!(typeof x === "string")) return false;
        break;
      case "code":
        if (!(typeof x === "string")) return false;
        break;
      case "ambiguous":
        if (!(typeof x === "boolean")) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 1;
}

function f44(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "op":
        if (!(x === "thread_rename")) return false;
        r += 1;
        break;
      case "chat_id":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "message_id":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "thread_name":
        if (!(isWithin(x, 1, 100))) return false;
        r += 1;
        break;
      case "only_if_current_name":
        if (!(typeof x === "string")) return false;
        break;
      case "only_if_connector_created":
        if (!(typeof x === "boolean")) return false;
        break;
      case "metadata":
        if (!(freeObject(x, d + 1))) return false;
        r += 1;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 5;
}

function f45(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "success":
        if (!(typeof x === "boolean")) return false;
        r += 1;
        break;
      case "error":
        if (!(typeof x === "string")) return false;
        break;
      case "code":
        if (!(typeof x === "string")) return false;
        break;
      case "ambiguous":
        if (!(typeof x === "boolean")) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 1;
}

function f46(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "op":
        if (!(x === "draft")) return false;
        r += 1;
        break;
      case "chat_id":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "draft_id":
        if (!(Number.isInteger(x) && x >= -9007199254740991 && x <= 9007199254740991)) return false;
        r += 1;
        break;
      case "content":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "final":
        if (!(typeof x === "boolean")) return false;
        r += 1;
        break;
      case "metadata":
        if (!(freeObject(x, d + 1))) return false;
        r += 1;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 6;
}

function f47(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "success":
        if (!(typeof x === "boolean")) return false;
        r += 1;
        break;
      case "message_id":
        if (!(typeof x === "string")) return false;
        break;
      case "error":
        if (!(typeof x === "string")) return false;
        break;
      case "code":
        if (!(typeof x === "string")) return false;
        break;
      case "ambiguous":
        if (!(typeof x === "boolean")) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 1;
}

function f48(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "op":
        if (!(x === "task_card")) return false;
        r += 1;
        break;
      case "chat_id":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "card_id":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "chunks":
        if (!(every(x, d + 1, g10))) return false;
        r += 1;
        break;
      case "metadata":
        if (!(freeObject(x, d + 1))) return false;
        r += 1;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 5;
}

function f49(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "success":
        if (!(typeof x === "boolean")) return false;
        r += 1;
        break;
      case "error":
        if (!(typeof x === "string")) return false;
        break;
      case "code":
        if (!(typeof x === "string")) return false;
        break;
      case "ambiguous":
        if (!(typeof x === "boolean")) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 1;
}

function f50(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "op":
        if (!(x === "task_card_stop")) return false;
        r += 1;
        break;
      case "chat_id":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "card_id":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "metadata":
        if (!(freeObject(x, d + 1))) return false;
        r += 1;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 4;
}

function f51(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "success":
        if (!(typeof x === "boolean")) return false;
        r += 1;
        break;
      case "error":
        if (!(typeof x === "string")) return false;
        break;
      case "code":
        if (!(typeof x === "string")) return false;
        break;
      case "ambiguous":
        if (!(typeof x === "boolean")) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 1;
}

function f52(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "op":
        if (!(x === "delete")) return false;
        r += 1;
        break;
      case "chat_id":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "message_id":
        if (!(typeof x === "string")) return false;
        r += 1;
        break;
      case "metadata":
        if (!(freeObject(x, d + 1))) return false;
        r += 1;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 4;
}

function f53(v, d) {
  if (!isPlain(v, d)) return false;
  let n = 0;
  let r = 0;
  for (const k in v) {
    const x = v[k];
    if (x === undefined) continue;
    n += 1;
    switch (k) {
      case "success":
        if (!(typeof x === "boolean")) return false;
        r += 1;
        break;
      case "error":
        if (!(typeof x === "string")) return false;
        break;
      case "code":
        if (!(typeof x === "string")) return false;
        break;
      case "ambiguous":
        if (!(typeof x === "boolean")) return false;
        break;
      default:
        if (!free(x, d)) return false;
        tally.isStrange = true;
    }
  }
  tally.keys += n;
  return r === 1;
}

function f54(v, d) {
  if (!isPlain(v, d)) return false;
  switch (v["op"]) {
    case "send":
      return f26(v, d);
    case "edit":
      return f28(v, d);
    case "typing":
      return f30(v, d);
    case "follow_up":
      return f32(v, d);
    case "get_chat_info":
      return f34(v, d);
    case "send_media":
      return f36(v, d);
    case "prompt":
      return f38(v, d);
    case "react":
      return f40(v, d);
    case "thread_create":
      return f42(v, d);
    case "thread_rename":
      return f44(v, d);
    case "draft":
      return f46(v, d);
    case "task_card":
      return f48(v, d);
    case "task_card_stop":
      return f50(v, d);
    case "delete":
      return f52(v, d);
    default:
      return false;
  }
}

const g0 = (x, d) => f17(x, d + 1);
const g1 = (x, d) => typeof x === "string";
const g2 = (x, d) => typeof x === "string";
const g3 = (x, d) => f20(x, d + 1);
const g4 = (x, d) => f21(x, d + 1);
const g5 = (x, d) => typeof x === "string";
const g6 = (x, d) => typeof x === "string";
const g7 = (x, d) => isList(x, d + 1) && x.length === 2 && g5(x[0], d + 1) && g6(x[1], d + 1);
const g8 = (x, d) => freeObject(x, d + 1);
const g9 = (x, d) => f23(x, d + 1);
const g10 = (x, d) => freeObject(x, d + 1);

/** Whether a value is a frame of each side in the writer view, on so many levels. */
export const accept = {
  gateway: f0,
  connector: f1,
};
