package import Model
internal import Signatures

/// What shows a server who sent it a message, and when (Standard Webhooks: HMAC-SHA256 over id, time and body).
package enum MessageSignature {
  /// The headers that sign `body`, sent at `now`; nil where `secret` holds no key to sign with.
  package static func headers(
    of body: String, by secret: String?, at now: Instant
  ) -> [(name: String, value: String)]? {
    let mark = "whsec_"
    guard let secret, secret.hasPrefix(mark),
      let key = Base64.decode(Array(secret.utf8.dropFirst(mark.utf8.count))[...]), key.count >= 24
    else { return nil }
    // One message a run and channel: the same content at the same time is the same message.
    let id = "msg_" + hexadecimal(Array(sha256(Array("\(now) \(body)".utf8)).prefix(16)))
    let time = "\(now.seconds)"
    let signed = hmacSHA256(Array("\(id).\(time).\(body)".utf8), key: key)
    return [
      ("webhook-id", id), ("webhook-timestamp", time),
      ("webhook-signature", "v1,\(base64(signed))"),
    ]
  }
}
