/// The members of a line of the audit trail. Names and meanings are stable within a ``version``; members may be added.
///
/// Every line is one JSON object:
///
/// | member | lines | is |
/// | --- | --- | --- |
/// | `schema` | all | the version of this schema |
/// | `kind` | all | `request`, `segment`, `checkpoint` or `gap` |
/// | `time` | all | RFC 3339, UTC, nanoseconds; of a request: when it arrived |
/// | `level` | request | `error` for 5xx, `warning` for 4xx, else the configured level |
/// | `request_id`, `trace_id` | request | the request's identifiers |
/// | `method`, `route`, `path`, `query` | request | what was asked; `route` is the template, `null` when none matched |
/// | `status` | request | of the answer; 0 when none was sent |
/// | `outcome` | request | `admitted`, `rejected`, `failed`, `cancelled`, `answered` |
/// | `stage`, `rule`, `reason` | request | who decided, by which rule, why |
/// | `error`, `error_text` | request | the code of the error body; the handler's own words, redacted |
/// | `override` | request | `true` when an admin acted for another tenant |
/// | `shadow` | request | what shadow rules would have rejected: `stage`, `rule`, `reason` each |
/// | `user_id`, `issuer`, `roles`, `tenant` | request | the verified identity |
/// | `address`, `user_agent` | request | the client |
/// | `duration_ns`, `request_bytes`, `response_bytes` | request | measures |
/// | `headers` | request | allowed header fields, redacted |
/// | `request_body`, `response_body` | request | size, type, and `json`, `form` or `parts`, redacted, or `omitted` |
/// | `reason`, … | segment | why the file begins here: `first`, `resumed`, `rotated`, `pruned`, `moved`, `truncated`, `damaged`, `sync_failed` |
/// | `algorithm`, `public_key`, `signature` | checkpoint | Ed25519 over the line's bytes before `,"signature":`, or `none` |
/// | `reason`, `count` | gap | `shed`: so many records were given up |
/// | `seq`, `prev`, `hash` | all | the chain: see below |
///
/// The chain: `seq` counts lines from 1, `prev` is the `hash` of the line before (64 zeros for the first), and `hash` is SHA-256,
/// in lower-case hexadecimal, over the bytes of the line before `,"hash":`. The three stand last, in this order.
public enum AuditSchema {
    /// The version of the schema that this release writes.
    public static let version = 1
}
