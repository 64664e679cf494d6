import Model

extension Hearing {
  /// Why an emergency waits that only what a compromised key carried would give.
  ///
  /// Emergencies go on while everything else waits (DESIGN section 6), so each is held against what would be in force
  /// without that as well: its terms, who may ask, who approves, and who signed.
  func soundReasons(_ terms: Terms) -> [Reason] {
    guard request.isEmergency, let sound = overlay.doubted.sound else { return [] }
    if isOnOwnSignature(terms), isSignedInDoubt {
      return [
        doubt(
          "`\(request.subject)` or a key of theirs is in force only by what a compromised key carried, so no emergency "
            + "is given on their own signature")
      ]
    }
    var doubted = overlay.doubted
    doubted.sound = nil
    var tickets = TicketPatterns()
    let judged = Hearing(
      landed: landed, request: request, policy: sound.policy, overlay: overlay.doubting(doubted),
      held: held, hasWitness: hasWitness, now: now
    ).evaluation(&tickets)
    guard judged.verdict != .granted else { return [] }
    let why = judged.reasons.first.map { ": \($0.message)" } ?? "."
    return [
      doubt(
        "The emergency would be given only by what a compromised key carried; without that it is not\(why)"
      )
    ]
  }

  /// Whether nobody knows the subject to have signed with a key that is in no doubt.
  private var isSignedInDoubt: Bool {
    let (doubted, subject) = (overlay.doubted, request.subject)
    if doubted.people.contains(subject) { return true }
    guard doubted.holders.contains(subject) else { return false }
    return landed.changes.contains { change in
      change.signer == subject && change.key.map(doubted.keys.contains) ?? true
    }
  }

  private func doubt(_ message: String) -> Reason {
    Reason(
      .compromisedKey, sentence(message), at: place(request.marks.emergency),
      hint: "It is judged once those files are approved anew: countersign approve policies.")
  }
}
