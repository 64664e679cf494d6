package import Model

/// A message as mail carries it (RFC 5322 and 2045).
///
/// Headers hold nothing but what the runner, the policy and this program say; all else stands in the body, as base64, in
/// which nothing begins a header, a line of its own or the end of a message.
package struct MailMessage: Sendable {
  package let from: String
  package let to: [String]
  let subject: String
  let text: String
  let at: Instant

  /// Nil where an address is none that a header can hold.
  package init?(_ notification: Notification, from: String, to: [String], at now: Instant) {
    guard Webhook.isMailbox(from), !to.isEmpty, to.allSatisfy(Webhook.isMailbox) else { return nil }
    (self.from, self.to) = (from, to)
    subject = notification.subject
    text = notification.body
    at = now
  }

  /// The whole, with `lineEnd` between its lines.
  package func bytes(lineEnd: String) -> [UInt8] {
    var lines = [
      "From: Countersign <\(from)>", "To: \(to.joined(separator: ",\(lineEnd) "))",
      "Subject: \(subject)", "Date: \(Self.date(at))", "Auto-Submitted: auto-generated",
      "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: base64", "",
    ]
    var encoded = base64(Array(text.utf8))[...]
    while !encoded.isEmpty {
      lines.append(String(encoded.prefix(76)))
      encoded = encoded.dropFirst(76)
    }
    return Array((lines + [""]).joined(separator: lineEnd).utf8)
  }

  private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The instant as headers have it: `Sat, 21 Nov 2026 12:00:00 +0000`.
  static func date(_ at: Instant) -> String {
    // `2026-11-21T12:00:00Z`, and the first of January 1970 was a Thursday.
    let parts = "\(at)".split { "-TZ".contains($0) }
    let day = ((at.seconds / 86_400 - (at.seconds % 86_400 < 0 ? 1 : 0)) % 7 + 7) % 7
    let month = Int(parts[1]).map { months[$0 - 1] } ?? ""
    return "\(days[Int(day)]), \(parts[2]) \(month) \(parts[0]) \(parts[3]) +0000"
  }
}
