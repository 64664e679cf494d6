internal import Git
internal import Model

/// The landing that a pass of a run has read and not taken in, or taken in only in part: the next pass would
/// read the same.
///
/// A class because the passes of a run share it. It holds one landing, whatever the length of the mainline.
package final class ReadAhead {
  /// Where a landing was read: all that the reading depends on besides the clock, which a run reads once.
  struct Place: Equatable {
    private let landing: ObjectID
    private let previous: ObjectID
    private let tip: ObjectID
    private let policy: ObjectID
    private let overlay: TipOverlay

    init(
      _ landing: ObjectID, after previous: ObjectID, tip: ObjectID, policy: ObjectID,
      overlay: TipOverlay
    ) {
      (self.landing, self.previous, self.tip) = (landing, previous, tip)
      (self.policy, self.overlay) = (policy, overlay)
    }
  }

  /// A landing, and what the reading of it made of the state before.
  typealias Read = (landing: Landing, state: MainlineState)

  private var kept: (place: Place, read: Read)?
  /// What each landing withdrew.
  var deeds: [ObjectID: Withdrawals.Deed] = [:]

  package init() {}

  func keep(_ read: Read, at place: Place) { kept = (place, read) }

  /// What was kept, if it was read there.
  func taken(at place: Place) -> Read? {
    guard let kept, kept.place == place else { return nil }
    return kept.read
  }
}
