import Git
import Model

/// The message of a ledger's commit: a line for a person, the reasons, and the trailers.
///
/// Whatever comes from outside stands in the first line behind a word of ours, or in a line that
/// begins with two blanks, and is one line of `recordedText`. So the last paragraph is always exactly
/// the trailers below (THREATS row 30), and `git interpret-trailers` finds nothing else.
struct LedgerMessage {
  let event: LedgerEvent
  let subject: String
  var reasons: [Reason] = []
  var grant: GrantID?
  var request: RequestKey?
  var review: RequestKey?
  var approvals: [Approval] = []
  let mainline: ObjectID
  let at: Instant
  /// Present where the pass looked less far than the landings.
  ///
  /// Whoever decides it again cannot tell from the cursor alone: the mainline may have stood still.
  var reach: Reach?

  /// How many reasons a message shows; the record has all of them.
  private static let mostReasons = 50

  /// The message as a commit holds it.
  func bytes(_ form: MessageForm = .today) -> [UInt8] {
    var lines = [form.line(subject), ""]
    for reason in reasons.prefix(Self.mostReasons) {
      lines.append("  \(reason.code.rawValue): \(form.line(reason.message))")
    }
    if reasons.count > Self.mostReasons {
      lines.append("  and \(reasons.count - Self.mostReasons) more")
    }
    if !reasons.isEmpty { lines.append("") }
    lines.append("Event: \(event.rawValue)")
    if let grant { lines.append("Grant: \(grant)") }
    if let request { lines.append("Request: \(form.word(request.path)) \(request.blob)") }
    if let review { lines.append("Review: \(form.word(review.path)) \(review.blob)") }
    for approval in approvals {
      lines.append(
        "Approved-by: \(approval.person) \(recordedWord(approval.key)) \(approval.commit)")
    }
    lines.append("Mainline: \(mainline)")
    lines.append("At: \(at)")
    if let reach { lines.append("Reach: \(reach.rawValue)") }
    return Array(lines.joined(separator: "\n").utf8) + [UInt8(ascii: "\n")]
  }

  /// The whole commit, unsigned: the same bytes for the same event on every runner.
  func payload(tree: ObjectID, parent: ObjectID?, _ form: MessageForm = .today) -> [UInt8] {
    // git counts seconds from 1970 and knows none before; the trailer `At:` has the exact instant.
    let who = "Countersign <countersign@localhost> \(max(0, at.seconds)) +0000"
    var header = "tree \(tree)\n"
    if let parent { header += "parent \(parent)\n" }
    header += "author \(who)\ncommitter \(who)\n\n"
    return Array(header.utf8) + bytes(form)
  }
}
